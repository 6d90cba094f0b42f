import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { endSession } from '../../../src/cli/commands/end-session.js';

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
