import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { VERSIONS } from '../../../scripts/codex/versions.mjs';
// @ts-expect-error: plain JavaScript, without types
import { readTables } from '../../../scripts/support/matrix-document.mjs';
import { presentEnvironment } from '../../../src/adapters/json-rpc/presenters/present-environment.js';

type Row = readonly [name: string, older: string, newest: string, ours: string, reason: string];

const tables: { readonly flag: readonly Row[]; readonly feature: readonly Row[] } = readTables(
  readFileSync(join(process.cwd(), 'docs/compatibility.md'), 'utf8'),
);

/** What the daemon tells on Linux, where it has the most capabilities. */
const told = presentEnvironment({
  shell: { name: 'sh', path: '/bin/sh' },
  providerId: 'sha256:0',
  cwd: '/',
  userHomeDir: '/',
  hostname: 'host',
  platform: 'linux',
  temporaryDirectories: [],
  tempDir: '/tmp',
  toolDirectories: [],
});

describe('The support matrix of docs/compatibility.md', () => {
  test('has a row for each capability flag, with what the daemon tells', () => {
    const rows = new Map(tables.flag.map(([name, , , ours]) => [name.replaceAll('`', ''), ours]));
    for (const [flag, value] of Object.entries(told.capabilities)) {
      expect([flag, rows.get(flag)]).toEqual([flag, value ? 'yes' : 'no']);
    }
    for (const [flag, ours] of rows) {
      expect([flag, ours]).toEqual([flag, told.capabilities[flag] === true ? 'yes' : 'no']);
    }
  });

  test('gives a reason for what the daemon has not, and for nothing else', () => {
    const rows = [...tables.flag, ...tables.feature];
    expect(rows.length).toBeGreaterThan(20);
    for (const [name, , , ours, reason] of rows) {
      expect([name, reason !== '']).toEqual([name, ours === 'no']);
    }
  });

  test('is of the versions that the conformance comparison knows, of which the daemon tells the newest', () => {
    expect(tables.flag.every((row) => row.length === VERSIONS.length + 3)).toBe(true);
    expect(told.executorVersion).toBe(VERSIONS.at(-1));
  });
});
