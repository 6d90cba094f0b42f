import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { allEnded, eventually, guardOf, isRunning, sessionMembers } from '../proc-inspection.js';
import { type Started, useProcessFixture } from '../process-runner-fixture.js';

const TREE = fileURLToPath(new URL('../../../fixtures/processes/tree.sh', import.meta.url));
const STORM = fileURLToPath(new URL('../../../fixtures/processes/fork-storm.sh', import.meta.url));

const pidsIn = (text: string): number[] =>
  [...text.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('The tree of a process on %s', (_, terminal) => {
  const fixture = useProcessFixture(terminal);

  const startPrintingPid = async (script: string): Promise<Started & { readonly pid: number }> => {
    const started = await fixture.start(['bash', '-c', script]);
    await started.observer.when(() => /pid \d+\s/.test(started.observer.text()));
    return { ...started, pid: Number(/pid (\d+)/.exec(started.observer.text())?.[1]) };
  };

  test('ends with a kill', async () => {
    const { process, pid, observer } = await startPrintingPid('sleep 60 & echo "pid $!"; wait');
    process.kill();
    await allEnded([pid]);
    await observer.closed;
  });

  test('ends with a kill after the exit of its leader', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; sleep 60 & echo "pid $!"',
    );
    await observer.exited;
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await allEnded([pid]);
    await observer.closed;
  });

  test('ends with a kill after the close, although it holds no output', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    await observer.closed;
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await allEnded([pid]);
  });

  test('is reported gone once it is empty, not with the close', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    const other = await fixture.script('true');
    await other.gone;
    await observer.closed;
    expect(observer.order).toEqual(['out', 'exit', 'close']);
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await allEnded([pid]);
  });

  test('ends with a kill when its jobs have their own process groups', async () => {
    const { process, pid } = await startPrintingPid('set -m; sleep 60 & echo "pid $!"; wait');
    process.kill();
    await allEnded([pid]);
  });

  test('ends with a kill, whatever it is made of', async () => {
    const { process, observer } = await fixture.start([TREE]);
    await observer.said('ready');
    const pids = pidsIn(observer.text());
    expect(pids).toHaveLength(6);
    expect(pids.filter(isRunning)).toEqual(pids);
    process.kill();
    await allEnded(pids);
  });

  test('ends with a kill after its leader has exited', async () => {
    const { process, observer } = await fixture.start([TREE, 'leave']);
    await observer.exited;
    const [leader, ...others] = pidsIn(observer.text());
    expect(others.filter(isRunning)).toEqual(others);
    process.kill();
    await allEnded([leader ?? 0, ...others]);
  });

  test('ends with a kill after the close when only jobs with their own process groups are left', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; set -m; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    await observer.closed;
    expect(isRunning(pid)).toBe(true);
    process.kill();
    await allEnded([pid]);
  });

  test('ends with a kill although it keeps forking', async () => {
    const { process, observer } = await fixture.start([
      'bash',
      '-c',
      `echo "pid $$"; exec ${STORM}`,
    ]);
    await observer.said('ready');
    const [session = 0] = pidsIn(observer.text());
    expect(sessionMembers(session).length).toBeGreaterThan(100);
    process.kill();
    await observer.closed;
    await eventually(
      () => sessionMembers(session).length === 0,
      () => `${sessionMembers(session).length} are left`,
    );
  });

  test('does not include a descendant that has left both group and session', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'setsid bash -c \'echo "pid $$"; exec sleep 60 <&- >&- 2>&-\' & wait',
    );
    process.kill();
    await observer.closed;
    await fixture.dispose();
    await eventually(() => guardOf(globalThis.process.pid) === undefined);
    expect(isRunning(pid)).toBe(true);
    globalThis.process.kill(pid, 'SIGKILL');
  });

  test('ends with dispose, after the close too', async () => {
    const closed = await startPrintingPid(
      'trap "" HUP; sleep 60 </dev/null >/dev/null 2>&1 & echo "pid $!"',
    );
    await closed.observer.closed;
    const open = await startPrintingPid('sleep 60 & echo "pid $!"; wait');
    await fixture.dispose();
    await allEnded([closed.pid, open.pid]);
  });

  test('releases its outputs at a kill although a descendant in another session holds them', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; setsid bash -c \'echo "pid $$"; exec sleep 60\' & wait',
    );
    process.kill();
    expect(await observer.exited).toBe(137);
    await observer.closed;
    expect(isRunning(pid)).toBe(true);
    globalThis.process.kill(pid, 'SIGKILL');
  });

  test('releases its outputs at a kill after the exit', async () => {
    const { process, pid, observer } = await startPrintingPid(
      'trap "" HUP; trap exit USR1; setsid bash -c \'echo "pid $$"; kill -USR1 $PPID; exec sleep 60\' & wait',
    );
    await observer.exited;
    expect(observer.order).toEqual(['out', 'exit']);
    process.kill();
    expect(observer.order).toEqual(['out', 'exit', 'close']);
    globalThis.process.kill(pid, 'SIGKILL');
  });
});
