import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { EnvironmentInfo } from '../../src/protocol/environment.js';
import { TestClient } from '../../src/testing/test-client.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** What a client was told, and what a process printed that reopens its standard error. */
interface Visit {
  readonly info: EnvironmentInfo;
  readonly printed: string;
}

/** Starts the built daemon from a shell that has done something before, visits it and ends it. */
const visit = async (before: string, env: Record<string, string> = {}): Promise<Visit> => {
  const script = `${before}\nexec "$0" "$1" --log-level warn`;
  const child = spawn('/bin/bash', ['-c', script, process.execPath, PROGRAM], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit');
  try {
    const [url] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
    if (typeof url !== 'string') throw new Error(`the daemon did not start: ${said}`);
    await using client = new TestClient(url);
    await client.connect();
    await client.initialize();
    const info = await client.request<EnvironmentInfo>('environment/info');
    const argv = ['sh', '-c', 'echo out; echo err > /dev/stderr'];
    const { stdout, stderr } = await client.outcome(await client.startProcess({ argv }));
    return { info, printed: stdout + stderr };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

const IN_A_REMOVED_FOLDER = 'cd "$(mktemp -d -p /tmp)" && rmdir "$PWD"';

test.each([
  ['which does not exist', '/nowhere/tmp'],
  ['which is a file', '/dev/null'],
  ['which is relative', 'no-such-folder'],
  ['which is empty', ''],
])('it serves with a TMPDIR %s', async (_, TMPDIR) => {
  const { info, printed } = await visit('cd /', { TMPDIR });

  expect(printed).toBe('out\nerr\n');
  expect(info.tempDir).toBe(`file://${TMPDIR.startsWith('/') ? '' : '/'}${TMPDIR}`);
});

test('it serves from a working directory that has been removed', async () => {
  const { info, printed } = await visit(IN_A_REMOVED_FOLDER, { TMPDIR: 'relative' });

  expect(printed).toBe('out\nerr\n');
  expect(info).toMatchObject({ cwd: null, temporaryDirectories: [] });
  expect(info).not.toHaveProperty('tempDir');
});

test('a relative HOME is nobody’s home, an empty one is none', async () => {
  const [relative, empty] = await Promise.all([
    visit('', { HOME: 'home' }),
    visit('', { HOME: '' }),
  ]);

  expect(relative.info).not.toHaveProperty('userHomeDir');
  expect(empty.info.userHomeDir).not.toBe('file://');
});
