import { describe, expect, test } from '@jest/globals';
import { ended, isRunning, type Started, useProcessBench } from './process-bench.js';

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('the tree of a process on %s', (_, terminal) => {
  const bench = useProcessBench(terminal);

  const startPrintingPid = async (script: string): Promise<Started & { readonly pid: number }> => {
    const started = await bench.start(['bash', '-c', script]);
    await started.observer.when(() => /pid \d+\s/.test(started.observer.text()));
    return { ...started, pid: Number(/pid (\d+)/.exec(started.observer.text())?.[1]) };
  };

  test('ends with a kill', async () => {
    const { process, pid, observer } = await startPrintingPid('sleep 60 & echo "pid $!"; wait');
    process.kill();
    await ended(pid);
    await observer.closed;
  });

  test('ends with a kill after the exit of its leader', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; sleep 60 & echo "pid $!"',
    );
    await observer.exited;
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await ended(pid);
    await observer.closed;
  });

  test('ends with a kill after the close, though nothing of it holds an output', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    await observer.closed;
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await ended(pid);
  });

  test('ends with a kill when its jobs have groups of their own', async () => {
    const { process, pid } = await startPrintingPid('set -m; sleep 60 & echo "pid $!"; wait');
    process.kill();
    await ended(pid);
  });

  test('ends with dispose, also what is left after the close', async () => {
    const closed = await startPrintingPid(
      'trap "" HUP; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    await closed.observer.closed;
    const open = await startPrintingPid('sleep 60 & echo "pid $!"; wait');
    await bench.runner.dispose();
    await Promise.all([ended(closed.pid), ended(open.pid)]);
  });

  test('lets go of its outputs at a kill, although a descendant in another session holds them', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; setsid bash -c \'echo "pid $$"; exec sleep 60\' & wait',
    );
    process.kill();
    expect(await observer.exited).toBe(137);
    await observer.closed;
    expect(isRunning(pid)).toBe(true);
    globalThis.process.kill(pid, 'SIGKILL');
  });

  test('lets go of its outputs at a kill after the exit too, with what is in them', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; setsid bash -c \'echo "pid $$"; exec sleep 60\' & sleep 0.1',
    );
    await observer.exited;
    expect(observer.order).toEqual(['out', 'exit']);
    process.kill();
    expect(observer.order).toEqual(['out', 'exit', 'close']);
    globalThis.process.kill(pid, 'SIGKILL');
  });
});
