import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { KNOWN_DIFFERENCES } from '../../../scripts/sandbox-policies/known-differences.mjs';
// @ts-expect-error: plain JavaScript, without types
import { FORMS, POLICIES } from '../../../scripts/sandbox-policies/policies.mjs';
import { PolicyContextParams } from '../../../src/adapters/json-rpc/params/policy-context-params.js';
import { SandboxParams } from '../../../src/adapters/json-rpc/params/sandbox/sandbox-params.js';
import { readPermissions } from '../../../src/adapters/json-rpc/params/sandbox/sandbox-permissions.js';

const read = (path: string): string => readFileSync(join(process.cwd(), path), 'utf8');
const DOCUMENT = read('docs/sandbox.md');

/** The first cells of the tables below a heading, up to the next heading of its level. */
const rowsBelow = (heading: string): readonly string[] => {
  const level = heading.split(' ')[0] ?? '';
  const [, after = ''] = DOCUMENT.split(`\n${heading}\n`);
  const [section = ''] = after.split(new RegExp(`^${level} `, 'm'));
  return [...section.matchAll(/^\| ((?:\\\||[^|])*)\|/gm)]
    .map(([, cell = '']) => cell.trim())
    .filter((cell) => cell.startsWith('`'));
};

/** The words in code of these cells. */
const wordsIn = (cells: readonly string[]): readonly string[] =>
  cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));

const CWD = 'file:///work';
const ROOT = { path: { type: 'special', value: { kind: 'root' } }, access: 'read' };
const managed = (entry: object, more: object = {}) => ({
  type: 'managed',
  file_system: { type: 'restricted', entries: [{ ...ROOT, ...entry }], ...more },
  network: 'restricted',
});

/** The words that the code takes at a place: it lists them when it refuses another one. */
const wordsOf = (permissions: object): readonly string[] => {
  try {
    readPermissions(permissions);
  } catch (error) {
    const [, list = ''] = /expected one of (.*) in field/.exec((error as Error).message) ?? [];
    return wordsIn([list]);
  }
  throw new Error('another word is taken');
};

const ACCESSES = wordsOf(managed({ access: 'other' }));
const PATH_TYPES = wordsOf(managed({ path: { type: 'other' } }));
const KINDS = wordsOf(managed({ path: { type: 'special', value: { kind: 'other' } } }));
const PERMISSION_TYPES = wordsOf({ type: 'other' });
const FILE_SYSTEM_TYPES = wordsOf({
  type: 'managed',
  file_system: { type: 'other' },
  network: 'enabled',
});
const NETWORKS = wordsOf({ type: 'external', network: 'other' });
const MISSING_PATHS = wordsOf(managed({ missing_path_behavior: 'other' }));
const MEMBERS = Object.keys(new SandboxParams());
const CONTEXT_MEMBERS = Object.keys(new PolicyContextParams());
/** The members that the reader of permissions names. */
const PERMISSION_MEMBERS = [
  ...new Set(
    [
      ...read('src/adapters/json-rpc/params/sandbox/sandbox-permissions.ts').matchAll(
        /field\.(?!only)\w+\('(\w+)'/g,
      ),
    ].map(([, name = '']) => name),
  ),
];
const SCHEMES = [...read('src/domain/sandbox/hidden-pattern.ts').matchAll(/'([a-z-]+:\/\/)'/g)].map(
  ([, scheme = '']) => scheme,
);

describe('docs/sandbox.md', () => {
  test('has a row for every member of a sandbox, and for no other', () => {
    expect(MEMBERS.length).toBeGreaterThan(8);
    expect([...wordsIn(rowsBelow('### Members'))].sort()).toEqual(
      [...MEMBERS, ...CONTEXT_MEMBERS.map((name) => `policyContext.${name}`)].sort(),
    );
  });

  test('has a row for every member of the permissions, and for no other', () => {
    expect(PERMISSION_MEMBERS).toContain('glob_scan_max_depth');
    const rows = rowsBelow('### Permissions').map((cell) => wordsIn([cell])[0] ?? '');
    const names = rows.map((row) => row.split(':')[0]);
    expect([...new Set(names)].sort()).toEqual([...PERMISSION_MEMBERS].sort());
    const values = rows.flatMap((row) => row.split(': ').slice(1));
    expect([...values].sort()).toEqual(
      [...PERMISSION_TYPES, ...FILE_SYSTEM_TYPES, ...NETWORKS, ...MISSING_PATHS].sort(),
    );
  });

  test('has a row for every access, and for no other', () => {
    expect([...wordsIn(rowsBelow('### Access'))].sort()).toEqual([...ACCESSES].sort());
  });

  test('has a row for every type of path and every special path, and for no other', () => {
    const rows = rowsBelow('### Paths').map((cell) => wordsIn([cell])[0] ?? '');
    expect([...rows].sort()).toEqual(
      [
        ...PATH_TYPES.filter((type) => type !== 'special'),
        ...KINDS.map((kind) => `special: ${kind}`),
      ].sort(),
    );
  });

  test('has a row for every scheme of patterns, and for no other', () => {
    expect(SCHEMES).toEqual(['codex-project-roots://']);
    const rows = wordsIn(rowsBelow('### Patterns')).filter((word) => word.endsWith('PATTERN'));
    expect(rows).toEqual([...SCHEMES.map((scheme) => `${scheme}PATTERN`), '/PATTERN', 'PATTERN']);
  });

  test('has a row for every known difference of the table of policies', () => {
    const rows = rowsBelow('## Differences from upstream').concat(
      [...DOCUMENT.matchAll(/^\| ([^|`]+?) *\|/gm)].map(([, cell = '']) => cell),
    );
    const known: readonly { readonly topic: string }[] = KNOWN_DIFFERENCES;
    expect(known.length).toBeGreaterThan(3);
    expect(known.filter(({ topic }) => !rows.includes(topic))).toEqual([]);
  });
});

test('The table of policies tries every word that the code knows', () => {
  const at = { uri: (name: string) => `${CWD}/${name}`, path: (name: string) => `/work/${name}` };
  const policies: readonly ((place: typeof at) => object)[] = Object.values({
    ...POLICIES,
    ...FORMS,
  });
  const tried = JSON.stringify(policies.map((policy) => policy(at)));
  const words = [
    ...ACCESSES,
    ...PATH_TYPES,
    ...KINDS,
    ...PERMISSION_TYPES,
    ...FILE_SYSTEM_TYPES,
    ...NETWORKS,
    ...MISSING_PATHS,
    ...MEMBERS,
    ...CONTEXT_MEMBERS,
    ...PERMISSION_MEMBERS,
  ];
  expect(words.length).toBeGreaterThan(40);
  expect(words.filter((word) => !tried.includes(`"${word}"`))).toEqual([]);
  expect(SCHEMES.filter((scheme) => !tried.includes(`"${scheme}`))).toEqual([]);
});
