import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { GROUPS, groupOf, SLOW_SUITES, SUITE_OF_PATH, suiteOf } from './suites.mjs';

const testFiles = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path}`);

describe('Test suites', () => {
  test('every test file belongs to a suite of one of the groups that npm scripts run', () => {
    expect(testFiles.length).toBeGreaterThan(200);
    expect(testFiles.filter((path) => !GROUPS.includes(groupOf(path) ?? ''))).toEqual([]);
  });

  test('every entry of the table names a directory or a file', () => {
    expect(Object.keys(SUITE_OF_PATH).filter((path) => !existsSync(path))).toEqual([]);
  });

  test('every suite that is started first has a test file', () => {
    const suites = new Set(testFiles.map(suiteOf));
    expect(SLOW_SUITES.filter((suite) => !suites.has(suite))).toEqual([]);
  });

  test('an entry for a file goes before the entry for its directory', () => {
    expect(suiteOf('test/main/log-lines.test.ts')).toBe('unit/adapters');
    expect(suiteOf('test/main/package.test.ts')).toBe('system/processes');
  });
});
