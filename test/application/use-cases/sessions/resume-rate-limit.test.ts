import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { ClientConnection } from '../../../../src/application/connection/client-connection.js';
import { RecordingChannel } from '../../../fakes/recording-channel.js';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const LIMITS = { maxResumeFailures: 3, rateLimitWindowMs: 3000 };

/** What a connection from that address is answered when it wants that session, late or at once. */
const resume = async (harness: UseCaseHarness, resumeSessionId: string, address = '10.0.0.1') => {
  const connection = new ClientConnection(new RecordingChannel(), { address });
  const command = { clientName: 'x', resumeSessionId, extensions: undefined };
  return (await harness.useCases.initialize.execute(connection, command)).sessionId;
};

const failAttempts = async (
  harness: UseCaseHarness,
  count: number,
  address?: string,
): Promise<void> => {
  for (let i = 0; i < count; i += 1) {
    await expect(resume(harness, `guess ${i}`, address)).rejects.toThrow('unknown session id');
  }
};

/** Whether it has been answered by now. */
const isAnswered = async (answer: Promise<unknown>): Promise<boolean> => {
  let answered = false;
  const note = (): void => {
    answered = true;
  };
  answer.then(note, note);
  await setImmediate();
  return answered;
};

describe('Resume rate limit for an address', () => {
  test('refuses 3 unknown session ids at once and the next one after 1 s', async () => {
    const harness = new UseCaseHarness(LIMITS);
    await failAttempts(harness, 3);
    const late = resume(harness, 'one more');
    harness.clock.advance(999);
    expect(await isAnswered(late)).toBe(false);
    harness.clock.advance(1);
    await expect(late).rejects.toEqual(fault('invalid-request', 'unknown session id one more'));
  });

  test('lets a known session id be resumed at once', async () => {
    const harness = new UseCaseHarness(LIMITS);
    const owner = harness.open();
    owner.drop();
    await failAttempts(harness, 3);
    expect(await resume(harness, owner.sessionId)).toBe(owner.sessionId);
  });

  test('does not delay another address', async () => {
    const harness = new UseCaseHarness(LIMITS);
    await failAttempts(harness, 3);
    await failAttempts(harness, 3, '10.0.0.2');
  });

  test('replenishes one attempt after a third of the window', async () => {
    const harness = new UseCaseHarness(LIMITS);
    await failAttempts(harness, 3);
    harness.clock.advance(1000);
    expect(await isAnswered(resume(harness, 'another'))).toBe(true);
    expect(await isAnswered(resume(harness, 'yet another'))).toBe(false);
  });

  test('counts a repeated session id once, as of a client whose session has expired', async () => {
    const harness = new UseCaseHarness(LIMITS);
    for (let i = 0; i < 100; i += 1) {
      expect(await isAnswered(resume(harness, 'expired'))).toBe(true);
    }
  });

  test('logs one warning, without the session ids', async () => {
    const harness = new UseCaseHarness(LIMITS);
    await failAttempts(harness, 3);
    for (let i = 0; i < 5; i += 1) {
      void resume(harness, `s3cr3t ${i}`).catch(() => undefined);
    }
    expect(harness.logger.lines).toMatchObject([
      { level: 'warn', fields: { address: '10.0.0.1' } },
    ]);
    expect(JSON.stringify(harness.logger.lines)).not.toContain('s3cr3t');
  });
});
