import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { CliError } from '../../../src/cli/cli-error.js';
import { SeenOutput } from '../../../src/cli/commands/seen-output.js';
import type { SessionRecord } from '../../../src/cli/sessions/session-record.js';
import type { SessionRecords } from '../../../src/cli/sessions/session-records.js';
import { TerminalModes } from '../../../src/cli/terminal/terminal-modes.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('Seen output that cannot be noted on a full disk is noted later, and ends nothing', () => {
  let isFull = true;
  const saved: number[] = [];
  const save = ({ seenSeq }: SessionRecord): void => {
    if (isFull) {
      throw new CliError('ENOSPC');
    }
    saved.push(seenSeq);
  };
  const process = { lastSeq: 1, stdout: new PassThrough(), stderr: new PassThrough() };
  const seen = new SeenOutput(
    { save } as Partial<SessionRecords> as SessionRecords,
    { seenSeq: 0 } as SessionRecord,
    process as never,
    new TerminalModes(),
    [],
  );
  jest.advanceTimersByTime(1000);
  isFull = false;
  jest.advanceTimersByTime(1000);
  expect(saved).toEqual([1]);
  seen.stop();
});

test('Output that its reader has not taken yet is not noted as seen', () => {
  const saved: number[] = [];
  const save = ({ seenSeq }: SessionRecord): unknown => saved.push(seenSeq);
  const process = { lastSeq: 1, stdout: new PassThrough(), stderr: new PassThrough() };
  const output = { writableLength: 1 };
  const seen = new SeenOutput(
    { save } as Partial<SessionRecords> as SessionRecords,
    { seenSeq: 0 } as SessionRecord,
    process as never,
    new TerminalModes(),
    [output],
  );
  jest.advanceTimersByTime(1000);
  expect(saved).toEqual([]);
  output.writableLength = 0;
  jest.advanceTimersByTime(1000);
  expect(saved).toEqual([1]);
  seen.stop();
});
