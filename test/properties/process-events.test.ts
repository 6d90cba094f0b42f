import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FakeProcess } from '../fakes/fake-process.js';
import type { HarnessClient } from '../support/harness-client.js';
import { UseCaseHarness } from '../support/use-case-harness.js';
import type { ProcessStep } from './process-step.js';
import { propertyRuns } from './property-runs.js';
import { RecoveringClient } from './recovering-client.js';

const output: fc.Arbitrary<ProcessStep> = fc.record({ output: fc.string({ maxLength: 6 }) });
const moment: fc.Arbitrary<ProcessStep> = fc.record({
  moment: fc.constantFrom('read', 'drop', 'resume'),
});
const life = fc.record({
  beforeExit: fc.array(fc.oneof(output, moment), { maxLength: 30 }),
  exitCode: fc.nat(255),
  afterExit: fc.array(fc.oneof(output, moment), { maxLength: 10 }),
  afterClose: fc.array(moment, { maxLength: 3 }),
});
const budgets = fc.infiniteStream(fc.option(fc.nat(12), { nil: undefined }));

test('a client that follows nextSeq reads all output once, with any maxBytes', async () => {
  await fc.assert(
    fc.asyncProperty(life, budgets, async ({ beforeExit, exitCode, afterExit }, maxBytes) => {
      const { client, process } = await running();
      let afterSeq = 0;
      let read = '';
      const follow = async (): Promise<boolean> => {
        const page = await client.read('p', { afterSeq, maxBytes: maxBytes.next().value });
        read += page.chunks.map(({ bytes }) => Buffer.from(bytes).toString()).join('');
        afterSeq = page.nextSeq - 1;
        return page.closed && page.chunks.length === 0;
      };
      const live = async (steps: readonly ProcessStep[]): Promise<void> => {
        for (const step of steps) {
          if ('output' in step) {
            process.output(step.output);
          } else {
            await follow();
          }
        }
      };
      await live(beforeExit);
      process.exit(exitCode);
      await live(afterExit);
      process.close();
      let isOver = false;
      while (!isOver) {
        isOver = await follow();
      }

      expect(read).toBe(textOf([...beforeExit, ...afterExit]));
      expect(afterSeq).toBe(outputsOf([...beforeExit, ...afterExit]).length + 2);
    }),
    propertyRuns(150),
  );
});

test('a client that recovers as the Codex client does gets every number over any disconnects', async () => {
  await fc.assert(
    fc.asyncProperty(life, async ({ beforeExit, exitCode, afterExit, afterClose }) => {
      const { harness, client, process } = await running();
      const recovering = new RecoveringClient(harness, client, 'p');
      await recovering.live(beforeExit, process);
      process.exit(exitCode);
      await recovering.live(afterExit, process);
      process.close();
      await recovering.live(afterClose, process);
      await recovering.catchUp();

      const expected = eventsOf(beforeExit, afterExit);
      const { closedSeq, exit } = recovering;
      expect(recovering.accountedFor).toEqual(range(1, expected.length));
      expect(recovering.chunks).toEqual(expected.filter((event) => typeof event === 'string'));
      expect(exit).toEqual({ exitCode, seq: expected.indexOf(EXITED) + 1 });
      expect(closedSeq).toBe(expected.length);
    }),
    propertyRuns(150),
  );
});

const running = async (): Promise<{
  harness: UseCaseHarness;
  client: HarnessClient;
  process: FakeProcess;
}> => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  return { harness, client, process: harness.runner.latest };
};

const EXITED = Symbol('exited');
const CLOSED = Symbol('closed');

/**
 * The events of a process in the order of their numbers, output as its text. While a client is attached each write is an
 * event; all that is written while none is becomes one event, at the resume or at the exit or close.
 */
const eventsOf = (
  beforeExit: readonly ProcessStep[],
  afterExit: readonly ProcessStep[],
): readonly (string | symbol)[] => {
  const events: (string | symbol)[] = [];
  let isAttached = true;
  let coalesced = '';
  const flush = (): void => {
    if (coalesced !== '') {
      events.push(coalesced);
    }
    coalesced = '';
  };
  const live = (steps: readonly ProcessStep[]): void => {
    for (const step of steps) {
      if ('output' in step && isAttached) {
        events.push(step.output);
      } else if ('output' in step) {
        coalesced += step.output;
      } else if (step.moment === 'drop') {
        isAttached = false;
      } else if (step.moment === 'resume') {
        isAttached = true;
        flush();
      }
    }
    flush();
  };
  live(beforeExit);
  events.push(EXITED);
  live(afterExit);
  events.push(CLOSED);
  return events;
};

const outputsOf = (steps: readonly ProcessStep[]): readonly string[] =>
  steps.flatMap((step) => ('output' in step ? [step.output] : []));

const textOf = (steps: readonly ProcessStep[]): string => outputsOf(steps).join('');

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
