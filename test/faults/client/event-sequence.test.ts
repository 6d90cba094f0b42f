import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EventSequence } from './event-sequence.js';
import type { ReadPage, WireEvent } from './wire-messages.js';

const output = (seq: number, text = `${seq}`): WireEvent => ({
  kind: 'output',
  seq,
  stream: 'stdout',
  bytes: Buffer.from(text),
});
const exited = (seq: number): WireEvent => ({ kind: 'exited', seq, exitCode: 5 });
const closed = (seq: number): WireEvent => ({ kind: 'closed', seq });

const page = (
  seqs: readonly number[],
  nextSeq: number,
  ends: Partial<ReadPage> = {},
): ReadPage => ({
  chunks: seqs.map((seq) => ({ seq, stream: 'stdout', chunk: btoa(`${seq}`) })),
  nextSeq,
  exited: false,
  exitCode: null,
  closed: false,
  ...ends,
});

const sequence = () => {
  const applied: string[] = [];
  const events = new EventSequence((event) => {
    applied.push(event.kind === 'output' ? `${event.seq}:${event.bytes}` : event.kind);
  });
  return { events, applied };
};

const whole = (length: number): WireEvent[] => [
  ...Array.from({ length }, (_, i) => output(i + 1)),
  exited(length + 1),
  closed(length + 2),
];

test('EventSequence applies each event once and in order over any interruptions', () => {
  const cuts = fc.array(fc.record({ seen: fc.nat(6), missed: fc.nat(6), early: fc.nat(3) }));
  fc.assert(
    fc.property(fc.nat(30), cuts, (length, interruptions) => {
      const { events, applied } = sequence();
      const all = whole(length);
      let at = 0;
      const take = (count: number): WireEvent[] => {
        at += count;
        return all.slice(at - count, at);
      };
      for (const { seen, missed, early } of interruptions) {
        for (const event of take(seen)) {
          events.announce(event);
        }
        events.interrupt();
        const after = events.lastSeq;
        take(missed);
        for (const event of take(early)) {
          events.announce(event);
        }
        events.merge(pageOf(all.slice(0, at), after));
      }
      for (const event of take(all.length)) {
        events.announce(event);
      }

      const chunks = Array.from({ length }, (_, i) => `${i + 1}:${i + 1}`);
      expect(applied).toEqual([...chunks, 'exited', 'closed']);
      expect(events).toMatchObject({ violations: [], lostNumbers: 0, repeatedBytes: 0 });
    }),
  );
});

/** What a server would return for `afterSeq` when these events have happened. */
const pageOf = (happened: readonly WireEvent[], afterSeq: number): ReadPage => {
  const chunks = happened.filter(({ kind, seq }) => kind === 'output' && seq > afterSeq);
  const isExited = happened.some(({ kind }) => kind === 'exited');
  return page(
    chunks.map(({ seq }) => seq),
    happened.length + 1,
    {
      exited: isExited,
      exitCode: isExited ? 5 : null,
      closed: happened.some(({ kind }) => kind === 'closed'),
    },
  );
};

test('EventSequence puts notifications in order', () => {
  const { events, applied } = sequence();
  for (const event of [output(2), output(1), exited(3)]) {
    events.announce(event);
  }
  expect(applied).toEqual(['1:1', '2:2', 'exited']);
  expect(events.violations).toEqual([]);
});

test('EventSequence counts evicted numbers as lost and continues after them', () => {
  const { events, applied } = sequence();
  events.announce(output(1));
  events.interrupt();
  events.merge(page([5, 6], 9, { exited: true, exitCode: 5, closed: true }));
  expect(events.lostNumbers).toBe(3);
  expect(events.violations).toEqual(['3 numbers lost, 2 to 4']);
  expect(applied).toEqual(['1:1', '5:5', '6:6', 'exited', 'closed']);
});

test('EventSequence counts a gap before the close as lost', () => {
  const { events, applied } = sequence();
  for (const event of [output(1), exited(3), closed(4)]) {
    events.announce(event);
  }
  expect(events).toMatchObject({ lostNumbers: 1, violations: ['1 numbers lost, 2 to 2'] });
  expect(applied).toEqual(['1:1', 'exited', 'closed']);
});

test('EventSequence reports repeated events and does not apply them again', () => {
  const { events, applied } = sequence();
  for (const event of [output(1), output(2), output(1)]) {
    events.announce(event);
  }
  events.interrupt();
  events.merge(page([2, 3], 4));
  expect(applied).toEqual(['1:1', '2:2', '3:3']);
  expect(events.repeatedBytes).toBe(2);
  expect(events.violations).toEqual([
    'number 1 was announced twice',
    'number 2 was returned behind 2',
  ]);
});

test('EventSequence reports a number with two contents', () => {
  const { events } = sequence();
  events.interrupt();
  events.announce(output(1, 'other'));
  events.merge(page([1], 2));
  expect(events.violations).toEqual(['number 1 came with two contents']);
});

test('EventSequence reports an exit for which no number is left', () => {
  const { events } = sequence();
  events.interrupt();
  events.merge(page([1], 3, { exited: true, exitCode: 5, closed: true }));
  expect(events.violations).toEqual(['no number is left for the exit (5)']);
});
