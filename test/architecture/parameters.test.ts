import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const MOST = 5;
/** Declared, not written, in src: the signature is that of node-pty. */
const FOREIGN = ['adapters/processes/terminals/native-pty.ts: fork'];
/** A constructor, a method or an exported function, up to the parenthesis before its parameters. */
const SIGNATURE =
  /^(?: {2}(?:(?:static|async) )*#?(?<method>\w+)|export const (?<name>\w+) = (?:async )?)(?:<.*>)?\(/gm;

/** The number of parameters behind the parenthesis at `start`; a destructured object is one. */
const countParameters = (source: string, start: number): number => {
  let depth = 0;
  let count = 0;
  let isEmpty = true;
  for (let at = start; ; at += 1) {
    const character = source[at] ?? '';
    if ('([{<'.includes(character)) {
      depth += 1;
    } else if (')]}>'.includes(character) && source[at - 1] !== '=') {
      depth -= 1;
    }
    if (depth === 0 || character === '') {
      return count + Number(!isEmpty);
    }
    if (character === ',' && depth === 1) {
      count += 1;
      isEmpty = true;
    } else if (at > start && character.trim() !== '') {
      isEmpty = false;
    }
  }
};

const signatures = (source: string): readonly [string, number][] =>
  [...source.matchAll(SIGNATURE)].map(({ 0: text, index, groups }) => [
    groups?.method ?? groups?.name ?? '',
    countParameters(source, index + text.length - 1),
  ]);

test('parameters are counted with their types, defaults and destructuring', () => {
  const source = `
export const build = async <T>(
  map: ReadonlyMap<string, [number, T]>,
  { a, b }: { a: number; b: number },
  then = (x: number, y: number): number => x + y,
) => undefined;
class C {
  constructor(a: A, b: B, c: C, d: D, e: E, f: F) {
    this.run(a, b);
  }
  async run() {}
  #hide(a: A): void {}
}`;
  expect(signatures(source)).toEqual([
    ['build', 3],
    ['constructor', 6],
    ['run', 0],
    ['hide', 1],
  ]);
});

test(`no constructor, method or exported function of src takes more than ${MOST} parameters`, () => {
  const paths = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const all = paths.flatMap((path) =>
    signatures(readFileSync(join(SOURCES, path), 'utf8')).map(([name, count]) => ({
      signature: `${path}: ${name}`,
      count,
    })),
  );
  expect(all.length).toBeGreaterThan(1000);
  const over = all.filter(({ count }) => count > MOST).map(({ signature }) => signature);
  expect(over).toEqual(FOREIGN);
});
