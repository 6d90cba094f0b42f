import { expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../src/domain/errors.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

test('the audit log has the start and the end of a process, with variables by name alone', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { argv: ['make', 'all'], env: { TOKEN: 's3cr3t' } });
  harness.clock.advance(40);
  harness.runner.latest.exit(2);
  const who = { session: client.connection.facts.session };
  expect(harness.auditLog.entries).toMatchObject([
    {
      event: 'process_started',
      who,
      process: 'p',
      command: { argv: ['make', 'all'], variables: ['TOKEN'], isSandboxed: false },
    },
    { event: 'process_ended', who, process: 'p', exitCode: 2, durationMs: 40 },
  ]);
  expect(JSON.stringify(harness.auditLog.entries)).not.toContain('s3cr3t');
});

test('the audit log has starts that failed, with the error of the system', async () => {
  const harness = new UseCaseHarness();
  harness.runner.failNext(new SpawnFailed('No such file or directory (os error 2): `/s3cr3t`'));
  await expect(harness.open().start('p')).rejects.toThrow();
  expect(harness.auditLog.entries).toMatchObject([
    {
      event: 'process_refused',
      process: 'p',
      reason: 'No such file or directory (os error 2)',
    },
  ]);
});
