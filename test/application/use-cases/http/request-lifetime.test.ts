import { describe, expect, test } from '@jest/globals';
import { RequestLifetime } from '../../../../src/application/use-cases/http/request-lifetime.js';
import { OneShotEvent } from '../../../../src/domain/sessions/one-shot-event.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

const open = (timeoutMs?: number) => {
  const clock = new FakeClock();
  const connection = new OneShotEvent();
  const lifetime = new RequestLifetime(clock, connection, timeoutMs);
  return { clock, connection, lifetime };
};

describe('RequestLifetime', () => {
  test('aborts at its timeout without ending', () => {
    const { clock, lifetime } = open(10);
    let ended = 0;
    lifetime.onEnd(() => {
      ended += 1;
    });
    clock.advance(9);
    expect(lifetime.signal.aborted).toBe(false);
    clock.advance(1);

    expect([lifetime.signal.aborted, ended]).toEqual([true, 0]);
  });

  test('aborts and ends when its connection closes', () => {
    const { connection, lifetime, clock } = open(10);
    let ended = 0;
    lifetime.onEnd(() => {
      ended += 1;
    });
    connection.fire();

    expect([lifetime.signal.aborted, ended, clock.pending]).toEqual([true, 1, 0]);
  });

  test('is aborted from the start when its connection has closed', () => {
    const gone = new OneShotEvent();
    gone.fire();

    expect(new RequestLifetime(new FakeClock(), gone, undefined).signal.aborted).toBe(true);
  });

  test('calls each onEnd listener once and does not abort at its end', () => {
    const { clock, connection, lifetime } = open(10);
    const ended: string[] = [];
    lifetime.onEnd(() => ended.push('held'));
    lifetime.end();
    lifetime.end();
    lifetime.onEnd(() => ended.push('late'));
    clock.advance(10);
    connection.fire();

    expect(ended).toEqual(['held', 'late']);
    expect(lifetime.signal.aborted).toBe(false);
  });
});
