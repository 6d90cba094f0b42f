import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const FILES = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, source: readFileSync(join(SOURCES, file), 'utf8') }));

/** What a module makes when it is loaded: all servers of a process share it. */
const MODULE_VARIABLE = /^(?:export )?(?:let (\w+)|const (\w+)(?:: [^=]+)? = new (\w+))/gm;
/** A collection that is declared as one that nothing is added to. */
const READ_ONLY = /^(?:export )?const \w+: Readonly(?:Set|Map)<.* = new (?:Set|Map)\b/;
/** Objects that no use changes. */
const CONSTANT = ['TextDecoder', 'TextEncoder', 'RegExp', 'BlockList', 'ContainerModule'];
/** Shared on purpose, for the reason that stands beside each. */
const SHARED = [
  'adapters/system/private-directory.ts: substitutes',
  'main/untrusted-adapters/own-adapters.ts: own',
];

const stateOf = (source: string): readonly string[] =>
  [...source.matchAll(MODULE_VARIABLE)]
    .filter(({ index, 3: made = '' }) => {
      const isConstant = CONSTANT.includes(made) || made.endsWith('Failed');
      return !isConstant && !READ_ONLY.test(source.slice(index));
    })
    .map(([, variable, constant]) => variable ?? constant ?? '');

test('module state is distinguished from constants', () => {
  const source = `
let last: string | undefined;
const buffers = new BufferPool(1);
const seen: Set<string> = new Set();
export const NAMES: ReadonlySet<string> = new Set(['a']);
const decoder = new TextDecoder();
const f = () => {
  let local = new Map();
};`;
  expect(stateOf(source)).toEqual(['last', 'buffers', 'seen']);
});

test('no module keeps state, which two servers in one process would share', () => {
  const found = FILES.flatMap(({ file, source }) =>
    stateOf(source).map((name) => `${file}: ${name}`),
  );
  expect(found.sort()).toEqual(SHARED);
});

test('only programs and the host adapter read environment, arguments and directories of the process', () => {
  const reading = FILES.filter(
    ({ file }) => !/^(main\/|testing\/|adapters\/system\/|cli\/main[.]ts$)/.test(file),
  )
    .filter(({ source }) =>
      /process\.(env|argv|cwd)\b|\b(tmpdir|homedir)\b.*'node:os'/.test(source),
    )
    .map(({ file }) => file);
  expect(reading).toEqual([]);
});
