import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Placeholder, Placeholders } from '../../../src/adapters/sandbox/placeholders.js';
import { SandboxRefused } from '../../../src/domain/sandbox-refused.js';

let folder: string;
let placeholders: Placeholders;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placeholders-'));
  placeholders = new Placeholders();
});

afterEach(() => {
  placeholders.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string) => join(folder, name);
const place = (name: string, kind: Placeholder['kind'] = 'directory') => ({ path: at(name), kind });

/** Ends uses, and waits for nothing. */
const end = (...uses: ((() => void) | undefined)[]): void => {
  for (const use of uses) use?.();
  placeholders.dispose();
};

test('empty folders and files stand there while they are used', () => {
  const use = placeholders.use([place('.git'), place('.env', 'file')], []);

  expect(statSync(at('.git')).isDirectory()).toBe(true);
  expect(statSync(at('.env')).size).toBe(0);
  end(use);
  expect(readdirSync(folder)).toEqual([]);
});

test('one stays until the last use of it is over', () => {
  const first = placeholders.use([place('.git')], []);
  const second = placeholders.use([place('.git')], []);
  const third = placeholders.use([], [at('.git')]);
  end(first);
  end(second);
  expect(readdirSync(folder)).toEqual(['.git']);
  end(third, third);
  expect(readdirSync(folder)).toEqual([]);
});

test('one lingers until the kernel has ended what used it', () => {
  placeholders.use([place('.git')], [])?.();

  expect(readdirSync(folder)).toEqual(['.git']);
});

test('nothing is made where something is, or where something was', () => {
  mkdirSync(at('.git'));

  expect(placeholders.use([place('.codex'), place('.git')], [])).toBeUndefined();
  expect(placeholders.use([place('.codex')], [at('gone')])).toBeUndefined();
  expect(readdirSync(folder)).toEqual(['.git']);
});

test('what cannot be made is refused, and what was made before it goes', () => {
  writeFileSync(at('file'), '');

  expect(() => placeholders.use([place('.git'), place('file/.git')], [])).toThrow(SandboxRefused);
  expect(readdirSync(folder)).toEqual(['file']);
});

test('what somebody has used or replaced meanwhile stays', () => {
  const use = placeholders.use([place('.git'), place('.env', 'file'), place('.codex')], []);
  writeFileSync(at('.git/HEAD'), '');
  writeFileSync(at('.env'), 'A=1');
  mkdirSync(at('another'));
  rmSync(at('.codex'), { recursive: true });
  renameSync(at('another'), at('.codex'));
  end(use);

  expect(readdirSync(folder).sort()).toEqual(['.codex', '.env', '.git']);
});
