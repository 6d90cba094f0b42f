import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { descriptorLimit } from '../../../src/adapters/system/descriptor-limit.js';

const TABLE = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${soft.padEnd(20)} unlimited            files\n`;

test.each([
  ['1024', 1024],
  ['unlimited', Number.POSITIVE_INFINITY],
])('descriptorLimit is the soft limit: %s', (soft, limit) => {
  const directory = mkdtempSync(join(tmpdir(), 'exec-server-limits-'));
  writeFileSync(join(directory, 'limits'), TABLE(soft));
  expect(descriptorLimit(join(directory, 'limits'))).toBe(limit);
  rmSync(directory, { recursive: true });
});

test('descriptorLimit is infinite when the system does not report one', () => {
  expect(descriptorLimit('/nowhere')).toBe(Number.POSITIVE_INFINITY);
});

test('descriptorLimit of this process is what ulimit -n prints', () => {
  const said = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  const limit = said === 'unlimited' ? Number.POSITIVE_INFINITY : Number(said);
  if (process.platform === 'linux') {
    expect(descriptorLimit()).toBe(limit);
  }
});
