import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryCost, OutputSegment } from '../../src/domain/output/output-segment.js';
import type { OutputEvent, OutputStream } from '../../src/domain/output/process-event.js';
import { propertyRuns } from './property-runs.js';

/** What a segment is: a list, and the number of the last event. */
interface Model {
  events: OutputEvent[];
  seq: number;
}

type Step = (segment: OutputSegment, model: Model) => OutputSegment;

/** Many small chunks, some of which fit into no block, and numbers that other events took before them. */
const push = fc
  .record({
    size: fc.oneof({ weight: 8, arbitrary: fc.nat(40) }, fc.constantFrom(0, 600, 1024, 1025, 3000)),
    skipped: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
    stream: fc.constantFrom<OutputStream>('stdout', 'stderr', 'pty'),
    times: fc.constantFrom(1, 1, 1, 2, 20, 300),
    isReleased: fc.constantFrom(false, false, false, true),
  })
  .map(({ size, skipped, stream, times, isReleased }): Step => {
    return (segment, model) => {
      for (let time = 0; time < times; time += 1) {
        model.seq += 1 + skipped;
        const { seq } = model;
        const bytes = new Uint8Array(size).fill(seq % 251);
        const event = { kind: 'output', processId: 'p', seq, stream, bytes } as const;
        segment.push(event, isReleased ? () => undefined : undefined);
        model.events.push(event);
      }
      return segment;
    };
  });

const shift = fc.constantFrom(1, 3, 100, 1000).map((times): Step => {
  return (segment, model) => {
    for (let time = 0; time < times; time += 1) {
      const dropped = segment.shift();
      const expected = model.events.shift();
      expect(dropped?.seq).toBe(expected?.seq);
      expect(dropped?.bytes).toBe(expected?.bytes.length);
    }
    return segment;
  };
});

/** Goes on with the part behind a number, or the part before it. */
const split = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()).map(
  ([where, goesOnBehind]): Step =>
    (segment, model) => {
      const seq = model.events[Math.floor(where * model.events.length)]?.seq ?? 0;
      const before = segment.splitThrough(seq);
      const parts = [
        model.events.filter((event) => event.seq <= seq),
        model.events.filter((event) => event.seq > seq),
      ] as const;
      check(before, parts[0]);
      check(segment, parts[1]);
      model.events = [...parts[goesOnBehind ? 1 : 0]];
      return goesOnBehind ? segment : before;
    },
);

const check = (segment: OutputSegment, events: readonly OutputEvent[]): void => {
  expect([...segment.eventsAfter(0)].map(plain)).toEqual(events.map(plain));
  expect(segment.chunks).toBe(events.length);
  expect(segment.bytes).toBe(events.reduce((sum, { bytes }) => sum + bytes.length, 0));
  expect(segment.oldestSeq).toBe(events[0]?.seq);
  expect(segment.newestSeq).toBe(events.at(-1)?.seq);
};

const plain = ({ seq, stream, bytes, processId }: OutputEvent): unknown => [
  seq,
  stream,
  processId,
  Buffer.from(bytes).toString('latin1'),
];

const steps = fc.array(
  fc.oneof({ weight: 5, arbitrary: push }, { weight: 2, arbitrary: shift }, split),
  {
    maxLength: 25,
    size: 'max',
  },
);

test('OutputSegment is the list of the events that were appended to it, less those that were dropped', () => {
  fc.assert(
    fc.property(steps, fc.nat(2000), fc.nat(2000), (taken, after, through) => {
      const model: Model = { events: [], seq: 0 };
      const segment = taken.reduce((current, step) => step(current, model), new OutputSegment());
      const { events } = model;

      check(segment, events);
      const behind = events.filter(({ seq }) => seq > after);
      expect([...segment.eventsAfter(after)].map(plain)).toEqual(behind.map(plain));
      const cost = behind
        .filter(({ seq }) => seq <= through)
        .reduce((sum, event) => sum + memoryCost(event), 0);
      expect(segment.memoryCost({ after, through })).toBe(cost);
    }),
    propertyRuns(50),
  );
});
