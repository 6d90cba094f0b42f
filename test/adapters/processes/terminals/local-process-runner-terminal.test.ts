import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LocalProcessRunner } from '../../../../src/adapters/processes/local-process-runner.js';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { readProcess } from '../../../../src/adapters/shared/process-table.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../../src/domain/processes/process-control.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import {
  describeProcessRunner,
  PENDING_INPUT_BYTES,
} from '../../../contracts/processes/process-runner-contract.js';
import { RecordingObserver } from '../../../fakes/recording-observer.js';
import { useProcessFixture } from '../process-runner-fixture.js';

/** `foregroundGroup` of a process without a terminal. */
const NO_TERMINAL = -1;

describeProcessRunner(
  'LocalProcessRunner on terminals',
  () =>
    new LocalProcessRunner(
      { maxPendingInputBytes: PENDING_INPUT_BYTES, stopTimeoutMs: 5000 },
      silentLogger,
      tmpdir,
    ),
  'terminal',
);

describe('LocalProcessRunner terminal', () => {
  const fixture = useProcessFixture(true);

  test('has 24 rows and 80 columns and controls the session of its process', async () => {
    const observer = await fixture.script('stty size; echo over > /dev/tty; ps -o pid=,sid= -p $$');
    const [size, word, ids = ''] = observer.text().split('\n');
    expect([size, word]).toEqual(['24 80', 'over']);
    const [pid, session] = ids.trim().split(/ +/);
    expect(session).toBe(pid);
  });

  test('adds SHELL to the environment and nothing else', async () => {
    expect((await fixture.run(['env'])).text()).toMatch(/^SHELL=\/.*\nPATH=\/usr\/bin:\/bin\n$/);
    const given = await fixture.run(['/usr/bin/env'], {
      env: { SHELL: 'mine', 'odd.name': 'x=y' },
    });
    expect(given.text()).toBe('SHELL=mine\nodd.name=x=y\n');
  });

  test('joins 4 KiB reads that follow at once into one chunk', async () => {
    const size = 8000;
    const script = `stty raw -echo; echo ready; read -r; head -c ${size} /dev/zero; : > "$0"; sleep 60`;
    // The kernel moves what was written to the other end on a thread of its own, so now and then a part is late.
    for (let attempt = 0, largest = 0; largest < size; attempt += 1) {
      expect(attempt).toBeLessThan(20);
      const directory = await mkdtemp(join(tmpdir(), 'terminal-'));
      const fifo = join(directory, 'written');
      execFileSync('mkfifo', [fifo]);
      const { process, observer } = await fixture.start(['bash', '-c', script, fifo]);
      await observer.said('ready\n');
      process.pauseOutput();
      process.write(Buffer.from('\n'));
      await readFile(fifo);
      process.resumeOutput();
      await observer.when(() => observer.bytes === 'ready\n'.length + size);
      largest = Math.max(...observer.sizes);
      await rm(directory, { recursive: true });
    }
  });

  test('interrupts its process at Ctrl-C', async () => {
    const { process, observer } = await fixture.start(['bash', '-c', 'echo ready; exec sleep 60']);
    await observer.said('ready');
    process.write(Buffer.from('\x03'));
    expect(await observer.exited).toBe(130);
  });

  test('reports the end by a signal as 128 + N', async () => {
    expect(await (await fixture.script('kill -TERM $$')).exited).toBe(143);
  });

  test('delivers the output of a descendant that ignores SIGHUP to its end', async () => {
    const script = `trap "" HUP; (sleep 0.05; head -c 100000 /dev/zero) & echo now`;
    const observers = await Promise.all(Array.from({ length: 10 }, () => fixture.script(script)));
    for (const observer of observers) {
      // On a busy machine the descendant may be done before the exit is told. That its group is gone is told at any time.
      const order = observer.order.filter((event) => event !== 'gone');
      expect(order.filter((event) => event !== 'out')).toEqual(['exit', 'close']);
      expect(order.at(-1)).toBe('close');
      expect(observer.bytes).toBe('now\r\n'.length + 100_000);
    }
  });

  test('may be closed and opened again by its process', async () => {
    const observer = await fixture.script(
      'exec 0<&- 1>&- 2>&-; sleep 0.1; echo again > /dev/tty; exit 3',
    );
    expect(await observer.exited).toBe(3);
    expect(observer.text()).toBe('again\n');
  });

  test('delivers 700,000 bytes of input in order', async () => {
    const size = 700_000;
    const { process, observer } = await fixture.start([
      'bash',
      '-c',
      `stty raw -echo; echo ready; head -c ${size} | cksum`,
    ]);
    await observer.said('ready');
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
    for (let at = 0; at < size; at += 50_000) {
      expect(process.write(bytes.subarray(at, at + 50_000))).toBe('accepted');
    }
    await observer.closed;
    expect(observer.text()).toContain(`${checksum(bytes)} ${size}`);
  });

  test('stopped by Ctrl-S does not delay a kill', async () => {
    const { process, observer } = await fixture.start(['bash', '-c', 'echo ready; exec yes']);
    await observer.said('y\ny');
    process.write(Buffer.from('\x13'));
    process.kill();
    expect(await observer.exited).toBe(137);
    await observer.closed;
  });

  test('interrupt reaches the foreground job of an interactive shell', async () => {
    const { process, observer } = await fixture.start(['bash', '--norc', '--noprofile', '-i']);
    process.write(Buffer.from('sh -c "echo re""ady; exec sleep 60"\n'));
    await observer.said('ready\n');
    process.signal('SIGINT');
    process.write(Buffer.from('echo "was $?"\n'));
    await observer.said('was 130');
  });
});

test('LocalProcessRunner reports a process to its watchdog before it has taken its terminal', async () => {
  const announced: string[] = [];
  const hadTerminal: boolean[] = [];
  class Spy extends Watchdog {
    override announceSpawn(stdout: string): void {
      announced.push(stdout);
      super.announceSpawn(stdout);
    }
    override started(pid: number, startTime?: string): void {
      hadTerminal.push(readProcess(pid)?.foregroundGroup !== NO_TERMINAL);
      super.started(pid, startTime);
    }
  }
  const limits = { maxPendingInputBytes: PENDING_INPUT_BYTES, stopTimeoutMs: 5000 };
  const spy = new Spy(silentLogger);
  const runner = new LocalProcessRunner(limits, silentLogger, tmpdir, undefined, spy);
  const spec = {
    argv: ['sleep', '60'],
    arg0: undefined,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    terminal: DEFAULT_TERMINAL_SIZE,
    pipeStdin: false,
    confinement: undefined,
  };
  // On a busy machine a process may be faster than this one.
  while (hadTerminal.length < 20 && !hadTerminal.includes(false)) {
    await runner.start(spec, new RecordingObserver());
  }
  await runner.dispose();
  expect(hadTerminal).toContain(false);
  expect(announced).toEqual(hadTerminal.map(() => expect.stringMatching(/^\/dev\/pts\/\d+$/)));
});

/** The CRC of the POSIX program `cksum`. */
const checksum = (bytes: Uint8Array): number => {
  const step = (crc: number, byte: number): number => {
    let value = crc ^ (byte << 24);
    for (let bit = 0; bit < 8; bit++) {
      value = value & 0x80_00_00_00 ? (value << 1) ^ 0x04_c1_1d_b7 : value << 1;
    }
    return value;
  };
  let crc = bytes.reduce(step, 0);
  for (let size = bytes.length; size > 0; size = Math.floor(size / 256)) {
    crc = step(crc, size % 256);
  }
  return ~crc >>> 0;
};
