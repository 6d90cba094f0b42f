import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Placeholder } from '../../../../src/adapters/sandbox/placeholders/create-placeholder.js';
import {
  Placeholders,
  type UsedPlaceholders,
} from '../../../../src/adapters/sandbox/placeholders/placeholders.js';
import { LOCK, loadFlock } from '../../../../src/adapters/shared/flock.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';
import { testNeeding } from '../../../support/needing.js';

let directory: string;
let placeholders: Placeholders;
/** What the guard would remove. */
let guarded: Map<string, { kind: string; inode: bigint }>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'placeholders-'));
  guarded = new Map();
  placeholders = await placeholdersOfDaemon(guarded);
});

const placeholdersOfDaemon = async (told: typeof guarded = new Map()): Promise<Placeholders> => {
  const made = new Placeholders({
    placeholderMade: ({ path, kind }, inode) => told.set(path, { kind, inode }),
    placeholderRemoved: (path) => told.delete(path),
  });
  await made.load();
  return made;
};

afterEach(() => {
  placeholders.dispose();
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string) => join(directory, name);
const place = (name: string, kind: Placeholder['kind'] = 'directory') => ({ path: at(name), kind });

const end = (...uses: (UsedPlaceholders | undefined)[]): void => {
  for (const use of uses) {
    use?.end();
  }
};

test('Placeholders are empty directories and files for as long as they are used', () => {
  const use = placeholders.use([place('.git'), place('.env', 'file')], []);

  expect(statSync(at('.git')).isDirectory()).toBe(true);
  expect(statSync(at('.env')).size).toBe(0);
  end(use);
  expect(readdirSync(directory)).toEqual([]);
});

test('Placeholders stay until their last use ends', () => {
  const first = placeholders.use([place('.git')], []);
  const second = placeholders.use([place('.git')], []);
  const third = placeholders.use([], [at('.git')]);
  end(first);
  end(second);
  expect(readdirSync(directory)).toEqual(['.git']);
  end(third, third);
  expect(readdirSync(directory)).toEqual([]);
});

test('Placeholders are told to the guard for as long as they exist', () => {
  const first = placeholders.use([place('.git'), place('.env', 'file')], []);
  const second = placeholders.use([], [at('.git')]);
  const { ino } = statSync(at('.git'), { bigint: true });

  expect(guarded.get(at('.git'))).toEqual({ kind: 'directory', inode: ino });
  end(first);
  expect([...guarded.keys()]).toEqual([at('.git')]);
  end(second);
  expect(guarded.size).toBe(0);
});

test('Placeholders are all removed when they are disposed of', () => {
  placeholders.use([place('.git')], []);
  placeholders.dispose();

  expect(readdirSync(directory)).toEqual([]);
  expect(guarded.size).toBe(0);
});

test('Placeholders of a sandbox without any are empty', () => {
  mkdirSync(at('.git'));

  expect(placeholders.use([], [at('.git')])?.isEmpty).toBe(true);
  expect(placeholders.use([place('.codex')], [at('.git')])?.isEmpty).toBe(false);
});

test('Placeholders are not made where something exists or has existed', () => {
  mkdirSync(at('.git'));

  expect(placeholders.use([place('.codex'), place('.git')], [])).toBeUndefined();
  expect(placeholders.use([place('.codex')], [at('gone')])).toBeUndefined();
  expect(readdirSync(directory)).toEqual(['.git']);
});

test('Placeholders that cannot be made are refused, and those made before are removed', () => {
  const tooLong = place('x'.repeat(256));

  expect(() => placeholders.use([place('.git'), tooLong], [])).toThrow(SandboxRefused);
  expect(readdirSync(directory)).toEqual([]);
});

test('Placeholders that were used or replaced meanwhile stay', () => {
  const use = placeholders.use([place('.git'), place('.env', 'file'), place('.codex')], []);
  writeFileSync(at('.git/HEAD'), '');
  writeFileSync(at('.env'), 'A=1');
  mkdirSync(at('another'));
  rmSync(at('.codex'), { recursive: true });
  renameSync(at('another'), at('.codex'));
  end(use);

  expect(readdirSync(directory).sort()).toEqual(['.codex', '.env', '.git']);
});

test('Placeholders that were removed are made again and removed with the last use', () => {
  const first = placeholders.use([place('.git'), place('.env', 'file')], []);
  rmSync(at('.git'), { recursive: true });
  rmSync(at('.env'));
  const second = placeholders.use([place('.git'), place('.env', 'file')], []);

  expect(readdirSync(directory).sort()).toEqual(['.env', '.git']);
  end(second);
  expect(readdirSync(directory).sort()).toEqual(['.env', '.git']);
  end(first);
  expect(readdirSync(directory)).toEqual([]);
});

test('Placeholders replaced by something else make use return undefined', () => {
  const first = placeholders.use([place('.git'), place('.codex')], []);
  rmSync(at('.git'), { recursive: true });
  writeFileSync(at('.git'), 'gitdir: elsewhere');

  expect(placeholders.use([place('.git')], [])).toBeUndefined();
  const second = placeholders.use([place('.codex')], [at('.git')]);
  end(first, second);
  expect(readdirSync(directory)).toEqual(['.git']);
});

test('Placeholders in a removed directory make use return undefined', () => {
  expect(placeholders.use([place('gone/.git')], [])).toBeUndefined();
});

test('Placeholders replaced by an empty directory stay, even with the same inode', () => {
  const use = placeholders.use([place('.git')], []);
  rmSync(at('.git'), { recursive: true });
  mkdirSync(at('.git'));
  end(use);

  expect(readdirSync(directory)).toEqual(['.git']);
});

test('Placeholders have the mode of the umask', () => {
  const before = process.umask(0o027);
  try {
    const use = placeholders.use([place('.git'), place('.env', 'file')], []);
    expect(statSync(at('.git')).mode & 0o777).toBe(0o750);
    expect(statSync(at('.env')).mode & 0o777).toBe(0o640);
    end(use);
  } finally {
    process.umask(before);
  }
});

const testAsRoot = testNeeding('root', process.geteuid?.() === 0);

testAsRoot('Placeholders made by root belong to the owner of the directory', () => {
  chownSync(directory, 54_321, 54_322);
  const use = placeholders.use([place('.git'), place('.env', 'file')], []);

  for (const name of ['.git', '.env']) {
    expect(statSync(at(name))).toMatchObject({ uid: 54_321, gid: 54_322 });
  }
  end(use);
});

describe('Placeholders of two daemons', () => {
  test('stay until the sandboxes of both have ended, whichever made them', async () => {
    const other = await placeholdersOfDaemon();
    const first = placeholders.use([place('.git'), place('.env', 'file')], []);
    const second = other.use([], [at('.git'), at('.env')]);
    expect(second?.isEmpty).toBe(false);
    end(first);
    expect(readdirSync(directory).sort()).toEqual(['.env', '.git']);
    const third = placeholders.use([], [at('.git'), at('.env')]);
    end(second);
    expect(readdirSync(directory).sort()).toEqual(['.env', '.git']);
    end(third);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('are told to the guards of both', async () => {
    const told: typeof guarded = new Map();
    const other = await placeholdersOfDaemon(told);
    placeholders.use([place('.git')], []);
    other.use([], [at('.git')]);
    expect(told).toEqual(guarded);
    other.dispose();
    expect(told.size).toBe(0);
    expect(readdirSync(directory)).toEqual(['.git']);
  });

  test('are not kept when they are being removed', async () => {
    const other = await placeholdersOfDaemon();
    mkdirSync(at('.git'));
    utimesSync(at('.git'), 1.5, 1.5);
    const flock = await loadFlock();
    const exclusive = openSync(at('.git'), 'r');
    flock(exclusive, LOCK.exclusive);
    expect(other.use([], [at('.git')])).toBeUndefined();
    closeSync(exclusive);
    expect(other.use([], [at('.git')])?.isEmpty).toBe(false);
    other.dispose();
  });

  test('are not taken for those of a user, which stay', async () => {
    mkdirSync(at('.git'));
    writeFileSync(at('.env'), '');
    const use = placeholders.use([], [at('.git'), at('.env')]);
    expect(use?.isEmpty).toBe(true);
    end(use);
    expect(readdirSync(directory).sort()).toEqual(['.env', '.git']);
  });
});
