import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { INIT_SCRIPT } from '../../../src/main/daemon/init-process.js';
import { describeNeeding } from '../../support/needing.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { listeningDescriptor } from '../../support/sockets/listening-descriptor.js';
import { RawDaemon } from '../raw-daemon.js';

const UNSHARE = ['unshare', '--pid', '--fork', '--mount-proc'];
const [UNSHARE_PROGRAM = '', ...UNSHARE_ARGS] = UNSHARE;
const isAllowed = spawnSync(UNSHARE_PROGRAM, [...UNSHARE_ARGS, 'true']).status === 0;
const whereAllowed = describeNeeding('a process namespace', isAllowed);

/** The host's number of process 1 of the namespace. */
const processOne = ({ child }: RawDaemon): number =>
  Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));

/** What is left of processes that have ended, as the namespace sees it. */
const zombies = async (client: Client): Promise<string> => {
  const { stdout } = await client.run('ps', ['-eo', 'stat=,comm=']);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('Z'))
    .join('\n');
};

/** Leaves processes without a parent behind: one that ends by itself, and jobs of a process that is ended. */
const orphan = async (client: Client): Promise<void> => {
  await client.run('sh', ['-c', '(true & true &) ; true']);
  const jobs = client.run('sh', ['-c', 'sleep 100 & sleep 100 & echo; wait'], { reject: false });
  await firstOutput(jobs);
  await jobs.kill('SIGKILL');
  await jobs;
};

let log = '';
const start = async (script: string): Promise<RawDaemon> => {
  const daemon = await RawDaemon.start({ script, stderr: 'pipe' });
  daemon.child.stderr?.on('data', (text) => {
    log += text;
  });
  return daemon;
};
afterEach(() => {
  log = '';
});

whereAllowed('exec-server as process 1', () => {
  test('starts an init process where Node can, and warns otherwise', async () => {
    await using daemon = await start(`exec ${UNSHARE.join(' ')} --kill-child "$@"`);
    const client = await daemon.client();
    expect((await client.run('echo', ['hello'])).stdout).toBe('hello');
    process.kill(processOne(daemon), 'SIGTERM');
    expect(await daemon.exit()).toBe(0);
    expect(log.includes('running as PID 1')).toBe(!('execve' in process));
  });

  test('serves a socket that it was passed, which it would lose as an init process', async () => {
    const { fd, port } = await listeningDescriptor({ host: '127.0.0.1', port: 0 });
    await using daemon = await RawDaemon.start({
      script: `exec ${UNSHARE.join(' ')} --kill-child "$@"`,
      inherited: [fd],
      env: { LISTEN_FDS: '1', LISTEN_PID: '1' },
    });
    closeSync(fd);
    expect(daemon.url).toBe(`ws://127.0.0.1:${port}`);
    await (await daemon.client()).close();
  });

  test('reaps orphans with its init and exits as the daemon does', async () => {
    process.env.INIT_SCRIPT = INIT_SCRIPT;
    await using daemon = await start(
      `exec ${UNSHARE.join(' ')} --kill-child /bin/sh -c "$INIT_SCRIPT" init "$@"`,
    );
    delete process.env.INIT_SCRIPT;
    const client = await daemon.client();
    await orphan(client);
    while ((await zombies(client)) !== '') {
      await setImmediate();
    }
    expect(log).not.toContain('running as PID 1');
    const closed = once(daemon.child.stderr as NodeJS.ReadableStream, 'close');
    process.kill(processOne(daemon), 'SIGQUIT');
    expect(await daemon.exit()).toBe(131);
    await closed;
    expect(log).toContain('"stopped"');
  });
});
