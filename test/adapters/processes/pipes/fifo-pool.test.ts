import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LocalProcessRunner } from '../../../../src/adapters/processes/local-process-runner.js';
import { FifoPool } from '../../../../src/adapters/processes/pipes/fifo-pool.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { RecordingObserver } from '../../../fakes/recording-observer.js';

let directory: string;
let pool: FifoPool;
let warnings: string[];
const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pool-'));
  warnings = [];
  pool = new FifoPool(logger, () => directory);
});

afterEach(async () => {
  await pool.dispose();
  rmSync(directory, { recursive: true, force: true });
});

test('FifoPool hands out each FIFO once, with mode 1600 in a directory of mode 0700', async () => {
  const taken = await Promise.all(Array.from({ length: 300 }, () => pool.take(3)));
  const paths = taken.flatMap((some) => some ?? []);
  expect(new Set(paths).size).toBe(900);
  for (const path of paths) {
    expect(lstatSync(path).isFIFO()).toBe(true);
    // The sticky bit keeps systemd-tmpfiles away.
    expect(lstatSync(path).mode & 0o7777).toBe(0o1600);
    expect(lstatSync(dirname(path)).mode & 0o777).toBe(0o700);
  }
});

test('FifoPool makes 32 FIFOs first, and twice as many when these are about to be used up', async () => {
  const made = (): number => readdirSync(directory, { recursive: true }).length - 1;
  await pool.take(3);
  expect(made()).toBe(32);
  await Promise.all(Array.from({ length: 10 }, () => pool.take(3)));
  expect(made()).toBe(96);
});

test('FifoPool removes its directory at dispose', async () => {
  await pool.take(2);
  expect(readdirSync(directory)).toHaveLength(1);
  await pool.dispose();
  expect(readdirSync(directory)).toEqual([]);
  expect(await pool.take(2)).toBeUndefined();
});

test('FifoPool removes the directories of daemons that have ended, and no others', async () => {
  const [own = ''] = await pool.take(1).then((paths) => paths ?? []);
  const [, pid, started, namespace] = /-(\d+)-(\d+)-(\d+)-\w+\/\d+$/.exec(own) ?? [];
  const abandoned = [
    `exec-server-fifos-4194304-1-${namespace}-AAAAAA`,
    `exec-server-fifos-${pid}-${Number(started) + 1}-${namespace}-BBBBBB`,
  ];
  const kept = [
    `exec-server-fifos-${pid}-${started}-${namespace}-CCCCCC`,
    'exec-server-fifos-4194304-1-1-DDDDDD',
    'exec-server-fifos-x',
    'something-else',
  ];
  for (const name of [...abandoned, ...kept]) {
    mkdirSync(join(directory, name));
  }
  const later = new FifoPool(logger, () => directory);
  await later.take(1);
  while (abandoned.some((name) => existsSync(join(directory, name)))) {
    await new Promise(setImmediate);
  }
  expect(readdirSync(directory)).toEqual(expect.arrayContaining(kept));
  await later.dispose();
});

test('FifoPool makes its parent directory and removed FIFOs again', async () => {
  const parent = join(directory, 'parent');
  const again = new FifoPool(logger, () => {
    mkdirSync(parent, { recursive: true });
    return parent;
  });
  const first = await again.take(2);
  rmSync(parent, { recursive: true });
  again.lost(first ?? [], new Error('gone'));
  const second = await again.take(2);
  again.lost(first ?? [], new Error('gone, as was heard before'));
  const third = await again.take(2);
  for (const path of [...(second ?? []), ...(third ?? [])]) {
    expect(lstatSync(path).isFIFO()).toBe(true);
  }
  expect(warnings).toEqual([]);
  await again.dispose();
});

test('FifoPool makes FIFOs once its parent directory exists', async () => {
  const parent = join(directory, 'later');
  const late = new FifoPool(logger, () => parent);
  expect(await late.take(2)).toBeUndefined();
  mkdirSync(parent);
  expect(await late.take(2)).toHaveLength(2);
  await late.dispose();
});

test('FifoPool warns once that FIFOs cannot be made', async () => {
  const broken = new FifoPool(logger, () => join(directory, 'none'));
  expect(await broken.take(2)).toBeUndefined();
  expect(await broken.take(2)).toBeUndefined();
  expect(warnings).toHaveLength(1);
});

test('LocalProcessRunner without FIFOs uses sockets and delivers all output before the exit', async () => {
  const runner = new LocalProcessRunner(
    { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 },
    logger,
    () => join(directory, 'none'),
  );
  const run = async () => {
    const observer = new RecordingObserver();
    const control = await runner.start(
      {
        argv: ['sh', '-c', 'read line; echo "$line" >&2; head -c 200000 /dev/zero; exit 3'],
        arg0: undefined,
        cwd: '/',
        env: { PATH: '/usr/bin:/bin' },
        terminal: undefined,
        pipeStdin: true,
        confinement: undefined,
      },
      observer,
    );
    control.write(Buffer.from('hello\n'));
    expect(await observer.exited).toBe(3);
    await observer.closed;
    expect(observer.text('stderr')).toBe('hello\n');
    expect(observer.bytesAtExit).toBe(200_006);
  };
  await Promise.all(Array.from({ length: 30 }, run));
  expect(warnings).toHaveLength(1);
  await runner.dispose();
});
