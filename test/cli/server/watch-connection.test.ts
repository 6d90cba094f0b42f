import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Host } from '../../../src/cli/host.js';
import { watchConnection } from '../../../src/cli/server/watch-connection.js';
import { TerminalModes } from '../../../src/cli/terminal/terminal-modes.js';

const CHECK_MS = 500;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('the end of the user’s own daemon is found in every outage, not only in the first', () => {
  const client = new EventEmitter();
  let isRunning = true;
  const watched = {
    client,
    servers: { isRunning: () => isRunning },
    server: { isOwn: true },
    record: { tty: false },
    process: { resize: async () => undefined },
  };
  const output = { isTTY: false, write: () => true };
  const host = { stdout: output, stderr: output } as unknown as Host;
  const losses: string[] = [];
  const stop = watchConnection(watched as never, new TerminalModes(), host, ({ message }) =>
    losses.push(message),
  );
  client.emit('recovering');
  jest.advanceTimersByTime(CHECK_MS);
  client.emit('recovered');
  isRunning = false;
  jest.advanceTimersByTime(CHECK_MS);
  expect(losses).toEqual([]);

  client.emit('recovering');
  jest.advanceTimersByTime(CHECK_MS);
  expect(losses).toEqual(['the daemon has ended, and the command with it']);
  stop();
});
