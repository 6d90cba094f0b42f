import { describe, expect, test } from '@jest/globals';
import type { Authenticator } from '../../../../src/application/ports/authenticator.js';
import {
  type AdmissionResult,
  AdmitConnection,
} from '../../../../src/application/use-cases/admission/admit-connection.js';
import { RateLimiter } from '../../../../src/domain/admission/rate-limiter.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { Deferred } from '../../../support/deferred.js';
import { isPending } from '../../../support/is-pending.js';
import { KnownCredentials } from '../../../support/known-credentials.js';

const LIMITS = { authenticationTimeoutMs: 5000 };
const REFUSED = { outcome: 'refused', reason: 'not known' };

const bench = (authenticator: Authenticator = new KnownCredentials('right')) => {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const throttle = new RateLimiter({ maxAttempts: 2, windowMs: 2000, maxAddresses: 10 });
  const admission = new AdmitConnection(authenticator, throttle, clock, LIMITS, logger);
  const show = (authorization: string | undefined, address = 'a'): Promise<AdmissionResult> =>
    admission.execute({ address, authorization });
  return { clock, logger, show };
};

describe('An applicant', () => {
  test('that the authenticator knows is let in', async () => {
    expect(await bench().show('right')).toEqual({ outcome: 'granted' });
  });

  test('is let in with whom it stands for, unless that is no text', async () => {
    const known = (subject: unknown): Promise<AdmissionResult> =>
      bench({ authenticate: () => ({ granted: true, subject: subject as string }) }).show('x');
    expect(await known('ann')).toEqual({ outcome: 'granted', subject: 'ann' });
    for (const subject of [{ name: 'ann' }, 7, '']) {
      expect(await known(subject)).toEqual({ outcome: 'granted' });
    }
  });

  test('that it does not know is refused with its reason', async () => {
    expect(await bench().show('wrong')).toEqual(REFUSED);
    expect(await bench().show(undefined)).toEqual({ outcome: 'refused', reason: 'nothing shown' });
  });

  test('is refused when the authenticator fails, and the log tells why', async () => {
    const { show, logger } = bench({
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

const answering = (verdict: unknown): Authenticator => ({
  authenticate: () => verdict as never,
});

describe('An authenticator of an embedder', () => {
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
    [{ granted: false, reason: 'x', guess: {} }, expect.stringContaining('guess: object')],
    [Promise.resolve(), 'undefined'],
  ])('that returns %j lets nobody in, and the log tells the shape', async (verdict, shape) => {
    const { show, logger } = bench(answering(verdict));
    expect(await show('s3cr3t')).toMatchObject({ outcome: 'refused' });
    expect(logger.lines[0]).toMatchObject({
      level: 'error',
      message: expect.stringContaining('returned no verdict'),
      fields: { verdict: shape },
    });
  });

  test('that does not settle is given up at the deadline, and may then do what it likes', async () => {
    const verdict = new Deferred<never>();
    const { show, clock, logger } = bench({ authenticate: () => verdict.promise });
    const admitted = show('right');
    clock.advance(4999);
    expect(await isPending(admitted)).toBe(true);
    clock.advance(1);
    expect(await admitted).toEqual({ outcome: 'undecided' });
    expect(logger.lines[0]).toMatchObject({ level: 'error', fields: { seconds: 5 } });
    verdict.reject(new Error('too late'));
  });

  test('that judges in time leaves no timer behind', async () => {
    const { show, clock } = bench();
    await show('right');
    expect(clock.pending).toBe(0);
  });
});

describe('An address that guesses', () => {
  test('is not even listened to until a guess is forgiven', async () => {
    const authenticator = new KnownCredentials('right');
    const { show, clock } = bench(authenticator);
    expect([await show('1'), await show('2')]).toEqual([REFUSED, REFUSED]);
    expect(await show('right')).toEqual({ outcome: 'slowed', retryAfterMs: 1000 });
    expect(authenticator.judged).toEqual(['1', '2']);
    clock.advance(1000);
    expect(await show('right')).toEqual({ outcome: 'granted' });
    expect(await show('3')).toEqual(REFUSED);
    expect(await show('right')).toMatchObject({ outcome: 'slowed' });
  });

  test('slows nobody else down', async () => {
    const { show } = bench();
    for (const guess of ['1', '2', '3']) {
      await show(guess);
    }
    expect(await show('right', 'b')).toEqual({ outcome: 'granted' });
  });

  test('is warned of once, and its guesses are not told', async () => {
    const { show, logger } = bench();
    for (let i = 0; i < 20; i += 1) {
      await show(`s3cr3t-${i}`);
    }
    const told = logger.lines.filter(({ level }) => level !== 'debug');
    expect(told).toMatchObject([{ level: 'warn', fields: { address: 'a' } }]);
    expect(JSON.stringify(logger.lines)).not.toContain('s3cr3t');
  });
});

test('Whoever shows nothing, or the same wrong thing again and again, does not guess', async () => {
  const { show } = bench();
  for (let i = 0; i < 20; i += 1) {
    await show(i % 2 === 0 ? undefined : 'out of date');
  }
  expect(await show('right')).toEqual({ outcome: 'granted' });
});
