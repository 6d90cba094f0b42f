import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadNativePty } from '../../../src/adapters/processes/terminals/native-pty.js';
import { connect } from '../../../src/client/index.js';
import { eventually } from '../../adapters/processes/proc-inspection.js';
import { RawDaemon } from '../raw-daemon.js';

// What is said over and over is left out by default, and would not fill a pipe.
const args = ['--log-rate-limit', '100000'];
/** More than a pipe, a socket or a terminal of Linux holds. */
const LINES_THAT_FILL = 300;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'streams-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Both ends of a pipe with a name. */
const openFifo = () => {
  const path = join(directory, 'fifo');
  execFileSync('mkfifo', [path]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reading, writing: openSync(path, constants.O_WRONLY) };
};

/** A client is served while nothing can be written, and SIGTERM ends the daemon in order. */
const expectService = async (daemon: RawDaemon, lines = LINES_THAT_FILL) => {
  await daemon.say(lines);
  const client = await daemon.client();
  expect((await client.run('echo', ['hello'])).stdout).toBe('hello');
  expect(await daemon.end()).toBe(0);
};

describe('A log without a reader', () => {
  test('does not block the daemon on a FIFO', async () => {
    const { reading, writing } = openFifo();
    await using daemon = await RawDaemon.start({ args, stderr: writing });
    closeSync(writing);
    await expectService(daemon);
    closeSync(reading);
  });

  test('does not block the daemon on a pipe of a shell', async () => {
    const script = 'exec "$@" 2> >(exec sleep 600 >&- 2>&-)';
    await using daemon = await RawDaemon.start({ args, script });
    const reader = await eventually(() => {
      const found = spawnSync('pgrep', ['-P', `${daemon.child.pid}`, 'sleep'], {
        encoding: 'utf8',
      });
      return Number(found.stdout) || undefined;
    });
    await expectService(daemon);
    process.kill(reader);
  });

  test('does not block the daemon on a socket', async () => {
    await using daemon = await RawDaemon.start({ args, stderr: 'pipe' });
    await expectService(daemon);
  });

  test('does not block the daemon on a terminal', async () => {
    const { master, slave } = (await loadNativePty()).open(80, 24);
    await using daemon = await RawDaemon.start({ args, stderr: slave });
    closeSync(slave);
    await expectService(daemon);
    closeSync(master);
  });

  test('does not block the daemon on a pipe that was full before the start', async () => {
    const script = 'head -c 65536 /dev/zero >&2; exec "$@"';
    const { reading, writing } = openFifo();
    await using daemon = await RawDaemon.start({ args, stderr: writing, script });
    expect(await daemon.end()).toBe(0);
    closeSync(writing);
    closeSync(reading);
  });
});

test('a failed start ends although its standard error has no reader', async () => {
  const { reading, writing } = openFifo();
  const script = 'head -c 65536 /dev/zero >&2; exec "$@"';
  const start = RawDaemon.start({ args: ['--listen', 'nonsense'], stderr: writing, script });
  await expect(start).rejects.toThrow('the daemon ended with 1');
  closeSync(writing);
  closeSync(reading);
});

describe('A log that cannot be written', () => {
  test('does not end the daemon on a full device', async () => {
    const full = openSync('/dev/full', 'w');
    await using daemon = await RawDaemon.start({ args, stderr: full });
    closeSync(full);
    await expectService(daemon, 5);
  });

  test('does not end the daemon on a pipe whose reader has gone', async () => {
    const { reading, writing } = openFifo();
    await using daemon = await RawDaemon.start({ args, stderr: writing });
    closeSync(writing);
    closeSync(reading);
    await expectService(daemon, 5);
  });

  test('does not end the daemon on a closed stream', async () => {
    await using daemon = await RawDaemon.start({ args, script: 'exec "$@" 2>&-' });
    await expectService(daemon, 5);
  });

  test('does not end the daemon at the size limit of a file (ulimit -f), and goes on with room', async () => {
    const log = join(directory, 'log');
    const file = openSync(log, 'a');
    await using daemon = await RawDaemon.start({
      args,
      stderr: file,
      script: 'ulimit -f 8; exec "$@"',
    });
    closeSync(file);
    const client = await daemon.client();
    // It used to be the first helper that took the protection from SIGXFSZ away.
    await client.run('true');
    await daemon.say(LINES_THAT_FILL);
    const before = readFileSync(log);
    expect(before).toHaveLength(8192);
    truncateSync(log);
    expect(await daemon.end()).toBe(0);
    const after = readFileSync(log);
    expect(after.length).toBeGreaterThan(0);
    // What was cut goes on where it was cut, and is cut again.
    const lines = Buffer.concat([before, after]).toString().split('\n');
    const broken = lines.slice(0, -1).filter((line) => !/^\{.*\}$/.test(line));
    expect(broken).toEqual([]);
  });
});

describe('A URL that cannot be written does not end the daemon and is in the log', () => {
  test.each([
    ['to a full device', '>/dev/full', ['listening', 'writing the URL to standard output failed']],
    ['to a closed stream', '>&-', ['listening']],
  ])('%s', async (_, redirection, said) => {
    await using daemon = await RawDaemon.start({ script: `exec "$@" 2>&1 ${redirection}` });
    // What it printed first, standard error being where standard output was.
    const { url } = JSON.parse(daemon.url);
    await (await connect(url)).close();
    expect(await daemon.end()).toBe(0);
    const lines = daemon.printed().map((line) => JSON.parse(line).msg);
    expect(lines.slice(0, said.length)).toEqual(said);
    expect(lines.at(-1)).toBe('stopped');
  });
});

test('a late reader of the log gets its last lines', async () => {
  await using daemon = await RawDaemon.start({ args, stderr: 'pipe' });
  await daemon.say(LINES_THAT_FILL);
  daemon.child.kill('SIGTERM');
  let log = '';
  const closed = once(daemon.child.stderr as NodeJS.ReadableStream, 'close');
  daemon.child.stderr?.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  expect(await daemon.exit()).toBe(0);
  await closed;
  const said = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(said.filter((msg) => msg === 'sandbox refused')).toHaveLength(LINES_THAT_FILL);
  expect(said).toContain('stopped');
});
