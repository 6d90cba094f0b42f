import { describe, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

/** The timer of backlogGraceMs, which a resume sets. */
const OF_THE_RESUME = 1;

describe('ReadOutput on a lost connection', () => {
  const lost = fault('invalid-request', 'session has been resumed by another connection');

  test('fails at once and leaves no timer', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    const read = client.read('p', { waitMs: 100_000 });
    expect(await isPending(read)).toBe(true);
    client.drop();

    await expect(read).rejects.toEqual(lost);
    expect(harness.sessions.size).toBe(1);
    harness.resume(client.sessionId);
    expect(harness.clock.pending).toBe(OF_THE_RESUME);
  });

  test('fails when the process was still starting', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const start = client.start('p');
    const read = client.read('p', { waitMs: 100_000 });
    client.drop();
    harness.resume(client.sessionId);
    release();
    await start;

    await expect(read).rejects.toEqual(lost);
    expect(harness.clock.pending).toBe(OF_THE_RESUME);
  });
});
