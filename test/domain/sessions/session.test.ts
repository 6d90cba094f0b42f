import { describe, expect, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { Deferred } from '../../support/deferred.js';
import { fault } from '../../support/fault.js';
import { exitWith } from '../../support/processes/process-exit.js';
import { processLimits } from '../../support/processes/process-limits.js';

describe('Session attachment', () => {
  test('is absent from a new session, which has no detach time', () => {
    const session = new Session('s');

    expect(session.isAttached).toBe(false);
    expect(session.detachedAtMs).toBeUndefined();
  });

  test('belongs to one client, which gets the events', () => {
    const { session, subscriber, process } = attached();
    const event = process.recordExit(exitWith(0));
    session.publish(event);

    expect(session.isAttached).toBe(true);
    expect(session.isAttachedTo(subscriber)).toBe(true);
    expect(session.isAttachedTo(new RecordingChannel())).toBe(false);
    expect(subscriber.events).toEqual([event]);
  });

  test('ends with its client, and the detach time is kept until the next attachment', () => {
    const { session, subscriber } = attached();

    expect(session.detach(subscriber, 0)).toBe(true);
    expect(session.isAttached).toBe(false);
    expect(session.detachedAtMs).toBe(0);

    session.attach(new RecordingChannel());
    expect(session.detachedAtMs).toBeUndefined();
  });

  test('is not ended by another client', () => {
    const { session, subscriber } = attached();

    expect(session.detach(new RecordingChannel(), 5)).toBe(false);
    expect(session.isAttachedTo(subscriber)).toBe(true);
    expect(session.detachedAtMs).toBeUndefined();
  });

  test('ends once: the first detach time counts', () => {
    const { session, subscriber } = attached();
    session.detach(subscriber, 5);

    expect(session.detach(subscriber, 9)).toBe(false);
    expect(session.detachedAtMs).toBe(5);
  });

  test('delivers events from then on and replays nothing', () => {
    const { session, subscriber, process } = attached();
    session.detach(subscriber, 0);
    session.publish(process.recordOutput('stdout', Buffer.from('unheard')));
    const next = new RecordingChannel();
    session.attach(next);
    const event = process.recordExit(exitWith(0));
    session.publish(event);

    expect(subscriber.events).toEqual([]);
    expect(next.events).toEqual([event]);
  });

  test('does not deliver coalesced output: it is read with the missed output', async () => {
    const { session, subscriber, process } = attached();
    await session.startProcess(process, async () => process.started(new RecordingControl()));
    session.detach(subscriber, 0);
    process.onReaderChange(() => {
      session.publish(process.recordOutput('stdout', Buffer.from('coalesced')));
    });
    const next = new RecordingChannel();
    session.attach(next);

    expect(next.events).toEqual([]);
    expect(process.read(0).chunks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      'coalesced',
    ]);
  });
});

describe('Session startProcess', () => {
  test('makes the process known by its id', async () => {
    const session = new Session('s');
    const process = aProcess('p');

    expect(await session.startProcess(process, async () => 'result of the start')).toBe(
      'result of the start',
    );
    expect(await session.process('p')).toBe(process);
    expect(await session.process('q')).toBeUndefined();
    expect(session.processCount).toBe(1);
  });

  test('rejects an id in use without starting the process', async () => {
    const session = new Session('s');
    const first = aProcess('p');
    await session.startProcess(first, async () => undefined);
    let starts = 0;
    const second = session.startProcess(aProcess('p'), async () => {
      starts += 1;
    });

    await expect(second).rejects.toEqual(fault('invalid-request', 'process p already exists'));
    expect(starts).toBe(0);
    expect(await session.process('p')).toBe(first);
  });

  test('frees the id and passes the error on when the start fails', async () => {
    const session = new Session('s');
    const failure = new Error('no such program');
    const start = session.startProcess(aProcess('p'), () => Promise.reject(failure));

    await expect(start).rejects.toBe(failure);
    expect(session.processCount).toBe(0);
    const second = aProcess('p');
    await session.startProcess(second, async () => undefined);
    expect(await session.process('p')).toBe(second);
  });

  test('makes those who ask for the process wait until the start has settled', async () => {
    const session = new Session('s');
    const start = new Deferred();
    const order: string[] = [];
    const admitted = session.startProcess(aProcess('p'), () => start.promise);
    const waiting = ['first', 'second', 'third'].map(async (name) => {
      await session.process('p');
      order.push(name);
    });
    await session.process('another');
    expect(order).toEqual([]);

    start.resolve();
    await Promise.all([admitted, ...waiting]);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  test('returns no process to those who waited for a start that fails', async () => {
    const session = new Session('s');
    const start = new Deferred();
    const admitted = session.startProcess(aProcess('p'), () => start.promise);
    const waiting = session.process('p');
    start.reject(new Error('no such program'));

    await expect(admitted).rejects.toThrow('no such program');
    expect(await waiting).toBeUndefined();
  });
});

describe('Session removeProcess', () => {
  test('frees the id', async () => {
    const session = new Session('s');
    const process = aProcess('p');
    await session.startProcess(process, async () => undefined);
    session.removeProcess(process);

    expect(session.processCount).toBe(0);
    expect(await session.process('p')).toBeUndefined();
  });

  test('does not remove another process with the same id', async () => {
    const session = new Session('s');
    const old = aProcess('p');
    await session.startProcess(old, async () => undefined);
    session.removeProcess(old);
    const successor = aProcess('p');
    await session.startProcess(successor, async () => undefined);
    session.removeProcess(old);

    expect(await session.process('p')).toBe(successor);
  });
});

describe('Session end', () => {
  test('kills every process', async () => {
    const session = new Session('s');
    const controls = [await running(session, 'a'), await running(session, 'b')];
    session.end();

    expect(controls.map(({ calls }) => calls)).toEqual([['kill'], ['kill']]);
  });

  test('kills a starting process once it has started', async () => {
    const session = new Session('s');
    const process = aProcess('p');
    const start = new Deferred();
    const admitted = session.startProcess(process, () => start.promise);
    session.end();
    start.resolve();
    await admitted;
    const control = new RecordingControl();
    process.started(control);

    expect(control.calls).toEqual(['kill']);
  });

  test('kills a process that starts after the end', async () => {
    const session = new Session('s');
    session.end();

    expect((await running(session, 'late')).calls).toEqual(['kill']);
  });
});

const attached = () => {
  const session = new Session('s');
  const subscriber = new RecordingChannel();
  session.attach(subscriber);
  return { session, subscriber, process: aProcess('p') };
};

const aProcess = (id: string): ProcessHandle => new ProcessHandle(id, processLimits());

const running = async (session: Session, id: string): Promise<RecordingControl> => {
  const process = aProcess(id);
  const control = new RecordingControl();
  await session.startProcess(process, async () => process.started(control));
  return control;
};
