// What starts meet: arguments that are too large, a cleaner of temporary files, a lock, a shortage of processes.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { residentMib, startOurs } from '../../bench/lib/daemons.mjs';
import { outcome, startProcess } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';
import { Skip } from './skip.mjs';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
const run = promisify(execFile);

/** Starts of one round. */
const STARTS = 40;
/** Rounds until memory has the size that it keeps. */
const WARM_UP = 10;
const MAX_GROWTH_MIB = 64;
/** An account without any process. */
const ACCOUNT = ['setpriv', '--reuid=54378', '--regid=54378', '--clear-groups'];

/** Starts the daemon behind `launcher`, with a directory of its own for temporary files. */
const startBehind = async (launcher, variables = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'field-processes-'));
  await chmod(directory, 0o1777);
  const env = { ...process.env, TMPDIR: directory, HOME: directory, LOCK: join(directory, 'lock') };
  const [file, ...args] = [...launcher, process.execPath, DAEMON, '--log-level', 'warn'];
  const child = spawn(file, args, {
    env: { ...env, ...variables },
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [url] = await Promise.race([once(lines, 'line'), exited]);
  if (typeof url !== 'string') {
    throw new Skip(`${launcher[0]} could not start the daemon`);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  };
  return { url, pid: child.pid, directory, stop };
};

const connect = async ({ url }) => {
  const client = await new TestClient(url).connect();
  await client.initialize();
  return client;
};

const withClient = async (daemon, does) => {
  const client = await connect(daemon);
  try {
    return await does(client);
  } finally {
    await client.disconnect();
  }
};

/** What a process printed; throws when that is not what was expected. */
const print = async (client, params, expected) => {
  const { stdout, stderr, pty } = await outcome(client, await startProcess(client, params));
  const printed = `${stdout}${stderr}${pty}`.replaceAll('\r\n', '\n');
  if (printed !== expected) {
    throw new Error(`a process printed ${JSON.stringify(printed)}`);
  }
};

/** The daemon may make a file in a directory that was empty a moment ago. */
/** The FIFOs of one daemon are in a directory of their own beside those of others. */
const fifosOf = async (pid) => {
  const parent = `/dev/shm/exec-server-${process.getuid()}`;
  const names = await readdir(parent).catch(() => []);
  return names
    .filter((name) => name.startsWith(`exec-server-fifos-${pid}-`))
    .map((name) => join(parent, name));
};

const removeAsMuchAsThereIs = (directory) =>
  rm(directory, { recursive: true, force: true }).catch(() => undefined);

/** How a start was refused. */
const refusal = (client, params) =>
  startProcess(client, params).then(
    () => 'started',
    (error) => error.message,
  );

const expectText = (seen, expected) => {
  if (!seen.startsWith(expected)) {
    throw new Error(`${seen}, not ${expected}`);
  }
};

const REOPENS = { argv: ['sh', '-c', 'echo out > /dev/stdout; echo err > /dev/stderr'] };
const LISTS = { argv: ['sh', '-c', 'echo $(ls /proc/self/fd)'] };

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '2',
    name: 'starts that fail: an argument of 200 kB, programs and directories that cannot be',
    start: async () => ({ ...(await startOurs()), memory: [] }),
    provoke: (daemon) =>
      withClient(daemon, async (client) => {
        const large = { argv: ['true', 'x'.repeat(200_000)] };
        for (let start = 0; start < STARTS; start += 1) {
          expectText(await refusal(client, large), 'Argument list too long (os error 7)');
          const odd = { argv: ['true'], cwd: 'file:///etc/passwd' };
          expectText(await refusal(client, odd), 'Not a directory (os error 20)');
          const long = { argv: [`/${'x'.repeat(5000)}`] };
          expectText(await refusal(client, long), 'Filename too long (os error 36)');
        }
        daemon.memory.push(residentMib(daemon.pid));
        return `${3 * STARTS} refused a round`;
      }),
    conclude: async ({ memory }) => {
      const [first, last] = [memory[Math.min(WARM_UP, memory.length - 1)], memory.at(-1)];
      if (last - first > MAX_GROWTH_MIB) {
        throw new Error(`memory ${first} -> ${last} MiB`);
      }
      return `memory ${first.toFixed()} -> ${last.toFixed()} MiB`;
    },
  },
  {
    id: '7',
    name: 'the directory of the daemon is removed again and again, also while processes are started',
    start: () => startBehind(['env']),
    provoke: ({ url, pid, directory }) =>
      withClient({ url }, async (client) => {
        const starts = Array.from({ length: STARTS }, () => print(client, REOPENS, 'out\nerr\n'));
        const own = join(directory, `exec-server-${process.getuid()}`);
        await Promise.all([own, ...(await fifosOf(pid))].map(removeAsMuchAsThereIs));
        await Promise.all(starts);
        return `${STARTS} processes on pipes a round`;
      }),
  },
  {
    id: '9',
    name: 'descriptors 17, 200 and 999 are open at the start, and 200 is a lock',
    start: () =>
      startBehind([
        'bash',
        '-c',
        'exec 17>>"$LOCK" 200>>"$LOCK" 999>>"$LOCK"; flock -n 200 && exec "$@"',
        'bash',
      ]),
    provoke: (daemon) =>
      withClient(daemon, async (client) => {
        await print(client, LISTS, '0 1 2 3\n');
        await print(client, { ...LISTS, tty: true }, '0 1 2 3\n');
        return 'no process has them';
      }),
    conclude: async ({ directory }) => {
      const isHeld = () =>
        run('flock', ['-n', join(directory, 'lock'), 'true']).then(
          () => false,
          () => true,
        );
      if (!(await isHeld())) {
        throw new Error('the daemon has lost the lock');
      }
      return 'the daemon keeps the lock';
    },
  },
  {
    id: 'EAGAIN',
    name: 'no more processes can be made',
    // A process is part of what the healthy client asks for.
    beside: false,
    provoke: async () => {
      if (process.getuid() !== 0) {
        throw new Skip('it takes root to start a daemon as somebody else');
      }
      const daemon = await startBehind(ACCOUNT);
      const allow = (most) => {
        const [file, ...args] = ACCOUNT;
        return run(file, [...args, 'prlimit', '--pid', String(daemon.pid), `--nproc=${most}:`]);
      };
      try {
        return await withClient(daemon, async (client) => {
          for (const tty of [false, true]) {
            await allow(1);
            const seen = await refusal(client, { argv: ['true'], tty });
            expectText(seen, 'Resource temporarily unavailable (os error 11)');
            await allow(1000);
            await print(client, { argv: ['echo', 'x'], tty }, 'x\n');
          }
          return 'said so, and the next start went well';
        });
      } finally {
        await daemon.stop();
      }
    },
  },
];
