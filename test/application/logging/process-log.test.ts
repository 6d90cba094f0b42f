import { expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../src/domain/errors.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

/** The fields of the last line of that message. */
const told = (bench: UseCaseHarness, message: string) =>
  bench.logger.lines.findLast((line) => line.message === message);

test('the log line of an ended process has the duration of its run, without its start', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  const release = bench.runner.holdStarts();
  const start = client.start('p');
  bench.clock.advance(500);
  release();
  await start;
  bench.clock.advance(70);
  bench.runner.latest.exit(3);
  expect(told(bench, 'process ended')).toMatchObject({
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
  const bench = new UseCaseHarness();
  const client = bench.open();
  bench.runner.failNext(new SpawnFailed(message));
  await expect(client.start('p\u001b[2J')).rejects.toThrow();
  expect(told(bench, 'process not started')).toMatchObject({
    level: 'debug',
    fields: { process: 'p\uFFFD[2J', reason },
  });
  expect(JSON.stringify(bench.logger.lines)).not.toContain('s3cr3t');
});
