import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LocalProcessRunner } from '../../../../src/adapters/processes/local-process-runner.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import {
  describeProcessRunner,
  PENDING_INPUT_BYTES,
} from '../../../contracts/processes/process-runner-contract.js';
import { eventually, guardOf } from '../proc-inspection.js';
import { useProcessFixture } from '../process-runner-fixture.js';

describeProcessRunner(
  'LocalProcessRunner on pipes',
  () =>
    new LocalProcessRunner(
      { maxPendingInputBytes: PENDING_INPUT_BYTES, stopTimeoutMs: 5000 },
      silentLogger,
      tmpdir,
    ),
  'pipes',
);

describe('LocalProcessRunner prepare', () => {
  test('starts the watchdog and creates FIFOs; nothing after dispose', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'prepare-'));
    const limits = { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 };
    const runner = new LocalProcessRunner(limits, silentLogger, () => directory);
    await runner.prepare();
    await eventually(() => guardOf(process.pid));
    expect(readdirSync(directory, { recursive: true })).toHaveLength(1 + 32);
    await runner.dispose();
    await runner.prepare();
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  test('resolves when the runner is disposed of meanwhile', async () => {
    const limits = { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 };
    const runner = new LocalProcessRunner(limits, silentLogger, tmpdir);
    const prepared = runner.prepare();
    await runner.dispose();
    await expect(prepared).resolves.toBeUndefined();
  });
});

describe('LocalProcessRunner pipes', () => {
  const fixture = useProcessFixture(false);

  test('keep stdout and stderr apart', async () => {
    const observer = await fixture.script('echo out; echo err >&2');
    expect(observer.text('stdout')).toBe('out\n');
    expect(observer.text('stderr')).toBe('err\n');
  });

  test('can be opened by path', async () => {
    const observer = await fixture.script('echo x > /dev/stderr; echo y | tee /dev/stdout');
    expect(observer.text('stderr')).toBe('x\n');
    expect(observer.text('stdout')).toBe('y\ny\n');
  });

  test('do not make bash read .bashrc as for a remote shell', async () => {
    const home = mkdtempSync(join(tmpdir(), 'bashrc-'));
    writeFileSync(join(home, '.bashrc'), 'echo bashrc was read\n');
    const observer = await fixture.script('echo done', {
      pipeStdin: true,
      env: { PATH: '/usr/bin:/bin', HOME: home },
    });
    rmSync(home, { recursive: true });
    expect(observer.text()).toBe('done\n');
  });

  test('give /dev/null as stdin unless pipeStdin is set', async () => {
    const { process, observer } = await fixture.start(['readlink', '/proc/self/fd/0']);
    expect(process.write(Buffer.from('x'))).toBe('stdinClosed');
    await observer.closed;
    expect(observer.text()).toBe('/dev/null\n');
  });

  test('are blocking', async () => {
    const script = 'for fd in 0 1 2; do grep flags /proc/self/fdinfo/$fd; done';
    const observer = await fixture.script(script, { pipeStdin: true });
    const flags = [...observer.text().matchAll(/flags:\s+(\d+)/g)].map(([, octal]) =>
      Number.parseInt(octal ?? '', 8),
    );
    expect(flags.map((value) => value & 0o4000)).toEqual([0, 0, 0]);
  });

  test('refuse input once the process has closed its stdin', async () => {
    const { process, observer } = await fixture.start(
      ['bash', '-c', 'exec 0<&-; echo closed; exec sleep 60'],
      { pipeStdin: true },
    );
    await observer.said('closed');
    expect(process.write(Buffer.from('x'))).toBe('stdinClosed');
    expect(process.write(Buffer.from('x'))).toBe('stdinClosed');
  });

  test('drop pending input when the process closes its stdin', async () => {
    const { process, observer } = await fixture.start(
      ['bash', '-c', 'read line; exec 0<&-; echo closed; exec sleep 60'],
      { pipeStdin: true },
    );
    expect(process.write(Buffer.alloc(500_000, 'x'))).toBe('accepted');
    expect(process.write(Buffer.from('\n'))).toBe('accepted');
    await observer.said('closed');
    await new Promise(setImmediate);
    expect(process.write(Buffer.from('x'))).toBe('stdinClosed');
  });

  test('deliver the output of a descendant after the exit', async () => {
    const observer = await fixture.script('(sleep 0.1; echo late) & echo now');
    // On a busy machine the descendant may be done before the exit is told.
    expect(observer.order.filter((event) => event !== 'out')).toEqual(['exit', 'close']);
    expect(observer.order.at(-1)).toBe('close');
    expect(observer.text()).toBe('now\nlate\n');
  });

  test('report the exit of a process that has closed its outputs', async () => {
    const { process, observer } = await fixture.start(
      ['bash', '-c', 'exec 1>&- 2>&-; read line; exit 3'],
      { pipeStdin: true },
    );
    expect(observer.order).toEqual([]);
    process.write(Buffer.from('go\n'));
    expect(await observer.exited).toBe(3);
    await observer.closed;
    expect(observer.order).toEqual(['exit', 'close']);
  });

  test('report the end by a signal as 128 + N', async () => {
    expect(await (await fixture.script('kill -TERM $$')).exited).toBe(143);
  });

  test('are never shared with a descendant of another process', async () => {
    const holder = await fixture.start([
      'bash',
      '-c',
      'setsid bash -c "while echo intruder; do :; done" & echo "pid $!"',
    ]);
    await holder.observer.exited;
    await holder.observer.said('intruder');
    holder.process.kill();
    await holder.observer.closed;
    const others = await Promise.all(
      Array.from({ length: 60 }, () => fixture.run(['echo', 'mine'])),
    );
    expect(others.map((observer) => observer.text())).toEqual(others.map(() => 'mine\n'));
  });

  test('have no name in the file system', async () => {
    const observer = await fixture.script('readlink /proc/self/fd/0 /proc/self/fd/1', {
      pipeStdin: true,
    });
    expect(observer.text()).toMatch(/^(\/.* \(deleted\)\n){2}$/);
  });

  test('lose their directory at dispose', async () => {
    const observer = await fixture.run(['readlink', '/proc/self/fd/1']);
    const directory = join(observer.text().trim(), '..');
    expect(readdirSync(directory).length).toBeGreaterThan(0);
    await fixture.dispose();
    expect(existsSync(directory)).toBe(false);
  });

  test('are made again when their directory was removed', async () => {
    const observer = await fixture.run(['readlink', '/proc/self/fd/1']);
    rmSync(join(observer.text().trim(), '..'), { recursive: true });
    expect((await fixture.run(['echo', 'one'])).text()).toBe('one\n');
    expect((await fixture.run(['readlink', '/proc/self/fd/1'])).text()).toContain('(deleted)');
  });
});
