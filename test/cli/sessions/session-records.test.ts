import { lstatSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SessionRecord, shortId } from '../../../src/cli/sessions/session-record.js';
import { SessionRecords } from '../../../src/cli/sessions/session-records.js';

let directory: string;
let records: SessionRecords;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'records-'));
  records = new SessionRecords(directory);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const record = (sessionId: string, fields: Partial<SessionRecord> = {}): SessionRecord => ({
  sessionId,
  processId: 'p',
  server: 'here',
  command: ['make'],
  tty: false,
  startedAtMs: 0,
  seenSeq: 0,
  modes: [],
  ...fields,
});

describe('SessionRecords', () => {
  test('has the sessions of a server, oldest first', () => {
    records.save(record('b', { startedAtMs: 2 }));
    records.save(record('a', { startedAtMs: 1 }));
    records.save(record('c', { server: 'there' }));
    expect(records.of('here').map(({ sessionId }) => sessionId)).toEqual(['a', 'b']);
  });

  test('keeps ids from other users, in the name of the file as well', () => {
    records.save(record('secret'));
    const [name = ''] = readdirSync(join(directory, 'sessions'));
    expect(name).not.toContain('secret');
    expect(lstatSync(join(directory, 'sessions')).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(directory, 'sessions', name)).mode & 0o777).toBe(0o600);
  });

  test('finds a session by the begin of its id', () => {
    const one = record('one');
    records.save(one);
    expect(records.find('here', shortId(one).slice(0, 3))).toEqual(one);
  });

  test('refuses a begin of several ids with all of them, and one of none', () => {
    records.save(record('one'));
    records.save(record('two'));
    expect(() => records.find('here', '')).toThrow(/may be any of [0-9a-f]{12}, [0-9a-f]{12}/);
    expect(() => records.find('here', 'zz')).toThrow('there is no command zz');
    expect(() => records.find('there', '')).toThrow('there is no command');
  });

  test('tells of lost sessions once', () => {
    records.save(record('one', { server: 'gone' }));
    records.save(record('two'));
    const isGone = (server: string): boolean => server === 'gone';
    expect(records.takeLost(isGone).map(({ sessionId }) => sessionId)).toEqual(['one']);
    expect(records.takeLost(isGone)).toEqual([]);
    expect(records.of('here')).toHaveLength(1);
  });

  test('ignores files that are no records', () => {
    writeFileSync(join(directory, 'sessions', 'half.json'), '{"sessionId": "x"');
    writeFileSync(join(directory, 'sessions', 'other.json'), '{}');
    expect(records.of('here')).toEqual([]);
  });
});
