import { expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../src/domain/errors.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

/** The fields of the last line of that message. */
const told = (harness: UseCaseHarness, message: string) =>
  harness.logger.lines.findLast((line) => line.message === message);

test('the log line of an ended process has the duration of its run, without its start', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  const release = harness.runner.holdStarts();
  const start = client.start('p');
  harness.clock.advance(500);
  release();
  await start;
  harness.clock.advance(70);
  harness.runner.latest.exit(3);
  expect(told(harness, 'process ended')).toMatchObject({
    level: 'debug',
    fields: { process: 'p', exitCode: 3, durationMs: 70 },
  });
});

test.each([
  ['No such file or directory (os error 2): `/s3cr3t`', 'No such file or directory (os error 2)'],
  [
    'Resource temporarily unavailable (os error 11)',
    'Resource temporarily unavailable (os error 11)',
  ],
  ['working directory `/s3cr3t (os error 1)` is gone', 'refused'],
])('the log line of a failed start has the system error only: %s', async (message, reason) => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  harness.runner.failNext(new SpawnFailed(message));
  await expect(client.start('p\u001b[2J')).rejects.toThrow();
  expect(told(harness, 'process not started')).toMatchObject({
    level: 'debug',
    fields: { process: 'p\uFFFD[2J', reason },
  });
  expect(JSON.stringify(harness.logger.lines)).not.toContain('s3cr3t');
});
