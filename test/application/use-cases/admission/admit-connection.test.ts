import { describe, expect, jest, test } from '@jest/globals';
import type { Authenticator } from '../../../../src/application/ports/authenticator.js';
import type { AdmissionResult } from '../../../../src/application/use-cases/admission/admit-connection.js';
import { Deferred } from '../../../support/deferred.js';
import { isPending } from '../../../support/is-pending.js';
import { KnownCredentials } from '../../../support/known-credentials.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const LIMITS = { authenticationTimeoutMs: 5000, maxAuthFailures: 2, rateLimitWindowMs: 2000 };
const REFUSED = { outcome: 'refused', reason: 'not known' };

const admission = (authenticator: Authenticator = new KnownCredentials('right')) => {
  const { clock, logger, useCases } = new UseCaseHarness(LIMITS, 'pause', { authenticator });
  const show = (authorization: string | undefined, address = 'a'): Promise<AdmissionResult> =>
    useCases.admitConnection.execute({ address, authorization });
  return { clock, logger, show };
};

describe('AdmitConnection', () => {
  test('grants a connection that the authenticator grants', async () => {
    expect(await admission().show('right')).toEqual({ outcome: 'granted' });
  });

  test('grants with the subject of the authenticator when it is a non-empty string', async () => {
    const known = (subject: unknown): Promise<AdmissionResult> =>
      admission({
        authenticates: true,
        authenticate: () => ({ granted: true, subject: subject as string }),
      }).show('x');
    expect(await known('ann')).toEqual({ outcome: 'granted', subject: 'ann' });
    for (const subject of [{ name: 'ann' }, 7, '']) {
      expect(await known(subject)).toEqual({ outcome: 'granted' });
    }
  });

  test('refuses a connection with the reason of the authenticator', async () => {
    expect(await admission().show('wrong')).toEqual(REFUSED);
    expect(await admission().show(undefined)).toEqual({
      outcome: 'refused',
      reason: 'nothing shown',
    });
  });

  test('refuses when the authenticator throws, and logs the stack without the message', async () => {
    const { show, logger } = admission({
      authenticates: true,
      authenticate: (shown) => Promise.reject(new TypeError(`no contact for ${shown}`)),
    });
    const refused = await show('s3cr3t');
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      fields: { cause: expect.stringMatching(/^TypeError\n {4}at /) },
    });
    expect(JSON.stringify([refused, logger.lines])).not.toContain('s3cr3t');
  });
});

test('AdmitConnection sets no deadline for an answer that is there at once', async () => {
  const { show, clock } = admission(answering({ granted: true }));
  const scheduled = jest.spyOn(clock, 'schedule');
  expect(await show('x')).toEqual({ outcome: 'granted' });
  expect(scheduled).not.toHaveBeenCalled();
});

const answering = (verdict: unknown): Authenticator => ({
  authenticates: true,
  authenticate: () => verdict as never,
});

describe('AdmitConnection with a custom authenticator', () => {
  test.each([
    [true, 'boolean'],
    [undefined, 'undefined'],
    [null, 'null'],
    ['granted', 'string'],
    [[], '{  }'],
    [{ granted: 1 }, '{ granted: number }'],
    [{ granted: 'false' }, '{ granted: string }'],
    [{ granted: false }, '{ granted: boolean }'],
    [{ granted: false, reason: 42 }, '{ granted: boolean, reason: number }'],
    [
      { granted: false, reason: 'x', attemptKey: {} },
      expect.stringContaining('attemptKey: object'),
    ],
    [Promise.resolve(), 'undefined'],
  ])('refuses when it returns %j and logs the shape of the value', async (verdict, shape) => {
    const { show, logger } = admission(answering(verdict));
    expect(await show('s3cr3t')).toMatchObject({ outcome: 'refused' });
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      message: expect.stringContaining('returned an invalid result'),
      fields: { result: shape },
    });
  });

  test('gives up after 5 s without a verdict and ignores a later rejection', async () => {
    const verdict = new Deferred<never>();
    const { show, clock, logger } = admission({
      authenticates: true,
      authenticate: () => verdict.promise,
    });
    const admitted = show('right');
    clock.advance(4999);
    expect(await isPending(admitted)).toBe(true);
    clock.advance(1);
    expect(await admitted).toEqual({ outcome: 'undecided' });
    expect(logger.lines[0]).toMatchObject({ level: 'error', fields: { seconds: 5 } });
    verdict.reject(new Error('too late'));
  });

  test('leaves no timer after a verdict in time', async () => {
    const { show, clock } = admission();
    await show('right');
    expect(clock.pending).toBe(0);
  });
});

describe('AdmitConnection for an address with too many failures', () => {
  test('does not call the authenticator until an attempt is replenished', async () => {
    const authenticator = new KnownCredentials('right');
    const { show, clock } = admission(authenticator);
    expect([await show('1'), await show('2')]).toEqual([REFUSED, REFUSED]);
    expect(await show('right')).toEqual({ outcome: 'rate-limited', retryAfterMs: 1000 });
    expect(authenticator.judged).toEqual(['1', '2']);
    clock.advance(1000);
    expect(await show('right')).toEqual({ outcome: 'granted' });
    expect(await show('3')).toEqual(REFUSED);
    expect(await show('right')).toMatchObject({ outcome: 'rate-limited' });
  });

  test('does not limit another address', async () => {
    const { show } = admission();
    for (const guess of ['1', '2', '3']) {
      await show(guess);
    }
    expect(await show('right', 'b')).toEqual({ outcome: 'granted' });
  });

  test('logs one warning for 20 attempts, without the credentials', async () => {
    const { show, logger } = admission();
    for (let i = 0; i < 20; i += 1) {
      await show(`s3cr3t-${i}`);
    }
    const told = logger.lines.filter(({ level }) => level !== 'debug');
    expect(told).toMatchObject([{ level: 'warn', fields: { address: 'a' } }]);
    expect(JSON.stringify(logger.lines)).not.toContain('s3cr3t');
  });
});

test('AdmitConnection does not count a missing credential, or a repeated one, as another attempt', async () => {
  const { show } = admission();
  for (let i = 0; i < 20; i += 1) {
    await show(i % 2 === 0 ? undefined : 'out of date');
  }
  expect(await show('right')).toEqual({ outcome: 'granted' });
});
