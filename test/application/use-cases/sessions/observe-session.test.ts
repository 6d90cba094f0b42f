import { describe, expect, test } from '@jest/globals';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const ONLY = 'may only list, read, signal and terminate its processes';

const observed = async () => {
  const harness = new UseCaseHarness();
  const holder = harness.open();
  await holder.start('p');
  const observer = harness.connect();
  observer.initialize(undefined, { observeSessionId: holder.sessionId });
  observer.acknowledge();
  return { harness, holder, observer, process: harness.runner.latest };
};

describe('An observer', () => {
  test('reads and lists without taking the session over, and gets no events', async () => {
    const { holder, observer, process } = await observed();
    process.output('x');

    expect(observer.sessionId).toBe(holder.sessionId);
    expect((await observer.read('p')).chunks).toHaveLength(1);
    expect(observer.list()).toMatchObject([{ processId: 'p' }]);
    expect(observer.events).toEqual([]);
    expect(holder.events).toHaveLength(1);
    expect(await holder.write('p', 'x')).toBe('accepted');
  });

  test('waits for output, and its reads acknowledge nothing', async () => {
    const { holder, observer, process } = await observed();
    const page = observer.read('p', { waitMs: 1000 });
    expect(await isPending(page)).toBe(true);
    process.output('hello');
    expect((await page).nextSeq).toBe(2);
    await observer.read('p', { afterSeq: 1 });

    expect((await holder.session.process('p'))?.output.unacknowledgedCost()).toBeGreaterThan(0);
  });

  test('waits 16 ms for the output of a session that has long been detached', async () => {
    const { harness, holder, observer, process } = await observed();
    holder.drop();
    for (let chunk = 0; chunk < 50; chunk += 1) {
      process.output('x');
      harness.clock.advance(1000);
    }
    const afterSeq = (await observer.read('p')).nextSeq - 1;
    const page = observer.read('p', { afterSeq, waitMs: 10_000 });
    expect(await isPending(page)).toBe(true);
    process.output('hello');
    harness.clock.advance(16);

    expect(await isPending(page)).toBe(false);
    expect((await page).nextSeq).toBe(afterSeq + 2);
  });

  test('signals and terminates processes', async () => {
    const { observer, process } = await observed();
    await observer.signal('p', 'SIGUSR1');
    await observer.terminate('p');

    expect(process.calls).toEqual(['signal SIGUSR1', 'kill']);
  });

  test('is refused everything else', async () => {
    const { observer } = await observed();

    await expect(observer.start('q')).rejects.toThrow(ONLY);
    await expect(observer.write('p', 'x')).rejects.toThrow(ONLY);
    await expect(observer.closeInput('p')).rejects.toThrow(ONLY);
    await expect(observer.resize('p', 1, 1)).rejects.toThrow(ONLY);
    expect(() => observer.endSession()).toThrow(ONLY);
  });

  test('sees a detached session, and does not keep it from expiring', async () => {
    const { harness, holder, observer, process } = await observed();
    holder.drop();
    expect(observer.list()).toHaveLength(1);
    harness.clock.advance(80_000);

    expect(process.calls).toEqual(['kill']);
    expect(() =>
      harness.connect().initialize(undefined, { observeSessionId: holder.sessionId }),
    ).toThrow('unknown session id');
  });

  test('reads the last output and the exit of a process whose session has been ended meanwhile', async () => {
    const { harness, holder, observer, process } = await observed();
    process.output('last');
    process.exit(3);
    process.close();
    holder.endSession();

    expect(await observer.read('p')).toMatchObject({
      chunks: [{ seq: 1 }],
      exit: { exitCode: 3 },
      closed: true,
    });
    observer.drop();
    expect(await holder.session.process('p')).toBeUndefined();
    expect(harness.clock.pending).toBe(0);
  });

  test('sees the processes end that are killed with their session', async () => {
    const { harness, holder, observer, process } = await observed();
    const page = observer.read('p', { waitMs: 1000 });
    holder.endSession();
    process.end(137);

    expect(await page).toMatchObject({ exit: { exitCode: 137 }, closed: true });
    harness.clock.advance(80_000);
    expect(observer.list()).toEqual([]);
  });

  test('does not change how long the session is kept', () => {
    const harness = new UseCaseHarness();
    const { sessionId } = harness.open();
    const observe = { observeSessionId: sessionId, sessionTtlMs: 1 };

    expect(harness.connect().initialize(undefined, observe).sessionTtlMs).toBe(80_000);
  });

  test('is refused for an unknown session as a resume is', () => {
    const client = new UseCaseHarness().connect();

    expect(() => client.initialize(undefined, { observeSessionId: 'none' })).toThrow(
      'unknown session id none',
    );
  });

  test('leaves the session attached when it disconnects', async () => {
    const { harness, holder, observer } = await observed();
    observer.drop();

    expect(holder.session.isAttached).toBe(true);
    expect(holder.session.isObservedBy(observer.connection)).toBe(false);
    expect(harness.clock.pending).toBe(0);
  });
});
