// Standard streams that take nothing, signals that should end nothing, and a daemon that is process 1.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadNativePty } from '../../build/modules/adapters/processes/terminals/native-pty.js';
import { connect } from '../../dist/client/index.js';
import { TestClient } from '../../dist/testing/index.js';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));
/** Sessions are two lines of the log each; without these, what is said over and over is left out. */
const ARGS = ['--log-rate-limit', '1000000', '--session-ttl', '1s'];
const SESSIONS = 40;
const STOP_MS = 12_000;

/** The daemon with standard streams of its own, for the time of a case. `script` is bash that ends in `exec "$@"`. */
const start = async ({ stdin = 'ignore', stderr = 'ignore', script = 'exec "$@"' }) => {
  const command = [process.execPath, DAEMON, '--listen', 'ws://127.0.0.1:0', ...ARGS];
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    stdio: [stdin, 'pipe', stderr],
  });
  const exited = once(child, 'exit');
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  const stop = async () => {
    child.kill('SIGTERM');
    const [code] = await Promise.race([exited, delay(STOP_MS, ['not at all'], { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
    }
    if (code !== 0) {
      throw new Error(`SIGTERM ended it with ${code}`);
    }
  };
  return { url, pid: child.pid, child, stop };
};

/** A directory, for the time of a case. */
const inDirectory = async (make) => {
  const directory = mkdtempSync(join(tmpdir(), 'field-'));
  const daemon = await make(directory);
  const stop = () => daemon.stop().finally(() => rmSync(directory, { recursive: true }));
  return { ...daemon, directory, stop };
};

const say = async ({ url }) => {
  for (let count = 0; count < SESSIONS; count += 1) {
    const client = new TestClient(url);
    await client.connect();
    await client.initialize();
    await client.disconnect('close');
  }
  return `${SESSIONS} sessions a round`;
};

const echo = async ({ url }) => {
  const client = await connect(url);
  const { stdout } = await client.run('echo', ['hello']);
  await client.close();
  if (stdout !== 'hello') {
    throw new Error(`a process printed ${JSON.stringify(stdout)}`);
  }
};

const onFifo = () =>
  inDirectory(async (directory) => {
    const path = join(directory, 'fifo');
    execFileSync('mkfifo', [path]);
    const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writing = openSync(path, constants.O_WRONLY);
    const daemon = await start({ stderr: writing });
    closeSync(writing);
    return { ...daemon, reading };
  });

/** Reads what waits in the FIFO until nothing has come for a while; resolves with how many lines were lost. */
const readLog = async ({ reading }) => {
  const chunk = Buffer.alloc(65_536);
  let text = '';
  for (let quiet = 0; quiet < 15; quiet += 1) {
    await delay(100);
    try {
      const bytes = readSync(reading, chunk);
      text += chunk.toString('latin1', 0, bytes);
      if (bytes > 0) {
        quiet = 0;
      }
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
    }
  }
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const lost = lines.map(({ lost = 0 }) => lost).reduce((sum, count) => sum + count, 0);
  return `then read: ${lines.length} whole lines, ${lost} told as lost`;
};

const onTerminal = async () => {
  const { master, slave } = (await loadNativePty()).open(80, 24);
  const daemon = await start({ stderr: slave });
  closeSync(slave);
  return { ...daemon, stop: () => daemon.stop().finally(() => closeSync(master)) };
};

const onFile = (limit) =>
  inDirectory(async (directory) => {
    const log = join(directory, 'log');
    const file = openSync(log, 'a');
    const daemon = await start({ stderr: file, script: `ulimit -f ${limit}; exec "$@"` });
    closeSync(file);
    return { ...daemon, log };
  });

const onFull = async () => {
  const full = openSync('/dev/full', 'w');
  const daemon = await start({ stderr: full });
  closeSync(full);
  return daemon;
};

/** Below `nohup`, with a terminal that goes. */
const onNohup = async () => {
  const { master, slave } = (await loadNativePty()).open(80, 24);
  const daemon = await start({ stdin: slave, script: 'exec nohup "$@" 2> /dev/null' });
  closeSync(slave);
  closeSync(master);
  return daemon;
};

const signal = (name) => async (daemon) => {
  daemon.child.kill(name);
  await echo(daemon);
  return `${name}, then a process ran`;
};

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '1',
    name: 'standard error is a pipe that no one reads',
    start: onFifo,
    provoke: say,
    conclude: readLog,
  },
  {
    id: '1',
    name: 'standard error is a socket that no one reads',
    start: () => start({ stderr: 'pipe' }),
    provoke: say,
  },
  {
    id: '1',
    name: 'standard error is a terminal that no one reads',
    start: onTerminal,
    provoke: say,
  },
  { id: '3', name: 'nohup, then hangups', start: onNohup, provoke: signal('SIGHUP') },
  { id: '4', name: 'standard error is /dev/full', start: onFull, provoke: say },
  {
    id: '4',
    name: 'standard error is a file at its limit (ulimit -f), emptied now and then',
    start: () => onFile(8),
    provoke: async (daemon, round) => {
      await echo(daemon);
      const said = await say(daemon);
      if (round % 10 === 9) {
        truncateSync(daemon.log);
      }
      return said;
    },
    conclude: async ({ log }) => {
      truncateSync(log);
      await delay(1500);
      if (statSync(log).size === 0) {
        throw new Error('nothing was written when there was room');
      }
      const last = readFileSync(log, 'utf8').includes('"msg"');
      return `written again when there is room: ${last}`;
    },
  },
  {
    id: 'signals',
    name: 'SIGUSR1, which opened the debugger of Node',
    start: () => start({}),
    provoke: signal('SIGUSR1'),
  },
  {
    id: 'signals',
    name: 'SIGXFSZ after helpers have run',
    start: () => start({}),
    provoke: signal('SIGXFSZ'),
  },
];
