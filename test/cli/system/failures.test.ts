import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allEnded } from '../../adapters/processes/proc-inspection.js';
import { PrivateHost } from '../../system/cli/private-host.js';

let host: PrivateHost;
beforeEach(() => {
  host = new PrivateHost();
});
afterEach(() => {
  host.dispose();
});

describe('exec-server run', () => {
  const ownHost = new PrivateHost();
  afterAll(() => ownHost.dispose());

  test.each([
    ['a directory that does not exist', ['-C', '/nonexistent', 'true'], 'does not exist'],
    ['a directory that is a file', ['-C', '/etc/passwd', 'true'], 'is not a directory'],
  ])('names %s, and not the program', async (_, args, text) => {
    expect(await ownHost.run(['run', ...args])).toEqual({
      code: 255,
      stdout: '',
      stderr: `exec-server: working directory \`${args[1]}\` ${text}\n`,
    });
  });

  test.each([
    ['a variable without a name', ['-e', '=x', 'true'], /Expected KEY=VALUE, or KEY[.]/],
    ['a port that cannot be', ['--url', 'ws://127.0.0.1:99999', 'true'], /is no address/],
  ])('refuses %s without a daemon', async (_, args, text) => {
    expect(await host.run(['run', ...args])).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(text),
    });
    expect(host.daemonPid).toBeUndefined();
  });
});

/** The processes that were started with the environment of the host. */
const processesOf = ({ directory }: PrivateHost): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`=${directory}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);

test('A daemon whose address cannot be noted is ended, and the error names the file', async () => {
  const address = join(host.directory, 'exec-server', 'daemon.json');
  mkdirSync(join(address, 'in-the-way'), { recursive: true, mode: 0o700 });
  const { code, stderr } = await host.run(['run', 'true']);
  expect(code).toBe(255);
  expect(stderr).toContain(`exec-server: ${address} cannot be written: `);
  await allEnded(processesOf(host));
});
