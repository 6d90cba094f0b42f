import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SpawnFailed } from '../../src/domain/errors.js';
import { UseCaseHarness } from '../support/use-case-harness.js';
import { propertyRuns } from './property-runs.js';

/** A request to the process, with the turns of the microtask queue that pass before it is made. */
const request = fc.record({
  kind: fc.constantFrom('write', 'write', 'signal', 'kill'),
  turns: fc.nat(6),
});
const NO_PROGRAM = new SpawnFailed('no such program');
const requests = fc.array(request, { maxLength: 20 });

test('requests to one process take effect in the order received, whenever its start finishes', async () => {
  await fc.assert(
    fc.asyncProperty(requests, fc.nat(20), async (sent, releaseAt) => {
      const harness = new UseCaseHarness();
      const client = harness.open();
      const release = harness.runner.holdStarts();
      const answers: Promise<unknown>[] = [client.start('p')];
      const expected: string[] = [];
      for (const [index, { kind, turns }] of sent.entries()) {
        if (index === releaseAt) {
          release();
        }
        for (let turn = 0; turn < turns; turn += 1) {
          await undefined;
        }
        if (kind === 'write') {
          answers.push(client.write('p', `${index}`));
        } else if (kind === 'signal') {
          answers.push(client.signal('p'));
        } else {
          answers.push(client.terminate('p'));
        }
        expected.push({ write: `write ${index}`, signal: 'signal SIGINT', kill: 'kill' }[kind]);
      }
      release();
      await Promise.all(answers);

      expect(harness.runner.latest.calls).toEqual(expected);
    }),
    propertyRuns(300),
  );
});

test('pipelined failing starts and writes are answered as if each waited for the one before', async () => {
  const steps = fc.array(fc.constantFrom('start', 'failing start', 'write'), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat(6)), async (sent, turns) => {
      const harness = new UseCaseHarness();
      const client = harness.open();
      harness.runner.failIf(({ argv }) => argv[0] === 'failing start', NO_PROGRAM);
      const answers: Promise<string>[] = [];
      let isRunning = false;
      const expected = sent.map((step) => {
        if (step === 'write') {
          return isRunning ? 'accepted' : 'unknownProcess';
        }
        if (isRunning) {
          return 'process p already exists';
        }
        isRunning = step === 'start';
        return isRunning ? 'started' : 'no such program';
      });
      for (const step of sent) {
        for (let turn = turns.next().value; turn > 0; turn -= 1) {
          await undefined;
        }
        if (step === 'write') {
          answers.push(client.write('p', 'x'));
        } else {
          answers.push(outcomeOf(client.start('p', { argv: [step] })));
        }
      }

      expect(await Promise.all(answers)).toEqual(expected);
    }),
    propertyRuns(300),
  );
});

const outcomeOf = (answer: Promise<string>): Promise<string> =>
  answer.then(
    () => 'started',
    (error: Error) => error.message,
  );
