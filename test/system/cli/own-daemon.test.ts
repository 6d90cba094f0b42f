import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allEnded } from '../../adapters/processes/proc-inspection.js';
import { PrivateHost } from './private-host.js';

let host: PrivateHost;

beforeEach(() => {
  host = new PrivateHost();
});
afterEach(() => {
  host.dispose();
});

/** Prints the pid of the daemon that runs it. */
const DAEMON = ['run', 'sh', '-c', 'echo $PPID'];

describe("The user's own daemon", () => {
  test('is one, however many need it at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => host.runProcess(DAEMON)));
    expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1);
  });

  test('is not started by commands that need no server', async () => {
    expect(await host.run(['ps'])).toMatchObject({ code: 0, stderr: '' });
    expect(await host.run(['attach'])).toMatchObject({ code: 255 });
    expect(host.daemonPid).toBeUndefined();
  });

  test('is replaced after it was killed, and what was lost with it is said once', async () => {
    const id = (await host.run(['run', '-d', 'sleep', '1000'])).stdout.trim();
    const pid = host.requireDaemon();
    process.kill(pid, 'SIGKILL');
    await allEnded([pid]);
    const { stderr } = await host.run(['ps', '-a']);
    expect(stderr).toMatch(
      new RegExp(`^exec-server: lost ${id} \\(sleep 1000\\): the daemon was killed, .+\n$`),
    );
    expect(await host.run(['run', 'echo', 'again'])).toEqual({
      code: 0,
      stdout: 'again\n',
      stderr: '',
    });
  });

  test('is not used when another process has its address by now', async () => {
    await host.run(['run', 'true']);
    const stale = { url: 'ws://127.0.0.1:1', token: 't', pid: process.pid, startTime: '1' };
    process.kill(host.requireDaemon());
    writeFileSync(join(host.directory, 'exec-server', 'daemon.json'), JSON.stringify(stale));
    expect(await host.run(['run', 'echo', 'again'])).toMatchObject({ code: 0, stdout: 'again\n' });
  });

  test('says on one line why it cannot start', async () => {
    const env = { EXEC_SERVER_MAX_SESSIONS: 'many' };
    expect(await host.run(['run', 'true'], { env })).toEqual({
      code: 255,
      stdout: '',
      stderr: expect.stringMatching(
        /^exec-server: the daemon cannot be started: .*EXEC_SERVER_MAX_SESSIONS.*\n$/,
      ),
    });
  });
});
