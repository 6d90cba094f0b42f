import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SECONDS } from './slow-first.mjs';
import { GROUP_OF_PATH, GROUPS, groupOf } from './test-groups.mjs';

const testFiles = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => `test/${path}`);

describe('Test groups', () => {
  test('every test file belongs to one of the groups that npm scripts run', () => {
    expect(testFiles.length).toBeGreaterThan(200);
    expect(testFiles.filter((path) => !GROUPS.includes(groupOf(path) as never))).toEqual([]);
  });

  test('every entry of the table names a directory or a file', () => {
    expect(Object.keys(GROUP_OF_PATH).filter((path) => !existsSync(path))).toEqual([]);
  });

  test('every file that is started first exists', () => {
    expect(Object.keys(SECONDS).filter((path) => !testFiles.includes(path))).toEqual([]);
  });

  test('an entry for a file goes before the entry for its directory', () => {
    expect(groupOf('test/main/log-lines.test.ts')).toBe('unit');
    expect(groupOf('test/main/package.test.ts')).toBe('system');
  });
});
