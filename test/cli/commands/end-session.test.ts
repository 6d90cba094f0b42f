import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { endSession, leaveRunning } from '../../../src/cli/commands/end-session.js';
import { Deferred } from '../../support/deferred.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** Tells what was called. */
const calls = (end: () => Promise<void>) => {
  const called: string[] = [];
  const note = (name: string) => (): void => void called.push(name);
  const client = { end, detach: async () => note('detach')() };
  return { called, client, seen: { remove: note('remove'), save: note('save') } };
};

describe('The end of a session', () => {
  test('forgets the session', async () => {
    const { called, client, seen } = calls(async () => undefined);
    await endSession(client, seen);
    expect(called).toEqual(['remove']);
  });

  test('is given up when the server does not answer: the session is left, and remembered', async () => {
    const { called, client, seen } = calls(() => new Promise(() => undefined));
    const ended = endSession(client, seen);
    await jest.advanceTimersByTimeAsync(5000);
    await ended;
    expect(called).toEqual(['save', 'detach']);
  });
});

describe('A command that is left running', () => {
  const left = (printed: Promise<void> | undefined, state: 'connected' | 'lost' = 'connected') => {
    const { called, client, seen } = calls(async () => undefined);
    const process = { release: () => void called.push('release') };
    return { called, done: leaveRunning({ client: { ...client, state }, process }, seen, printed) };
  };

  test('counts as seen what has come once it is printed', async () => {
    const printed = new Deferred();
    const { called, done } = left(printed.promise);
    await jest.advanceTimersByTimeAsync(0);
    expect(called).toEqual(['release']);
    printed.resolve();
    await done;
    expect(called).toEqual(['release', 'save', 'detach']);
  });

  test('does not count as seen what cannot be printed', async () => {
    const { called, done } = left(Promise.reject(new Error('EPIPE')));
    await done;
    expect(called).toEqual(['release', 'detach']);
  });

  test('does not wait for a terminal that has closed', async () => {
    const { called, done } = left(undefined);
    await done;
    expect(called).toEqual(['release', 'detach']);
  });

  test('leaves it to another terminal that has taken it over to note what was seen', async () => {
    const { called, done } = left(Promise.resolve(), 'lost');
    await done;
    expect(called).toEqual(['release', 'detach']);
  });
});
