import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStateDirectory, stateDirectoryPath } from '../../../src/cli/daemon/state-directory.js';

const uid = process.geteuid?.() ?? 0;
let runtime: string;

beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), 'state-'));
});
afterEach(() => {
  rmSync(runtime, { recursive: true });
});

const open = (as = uid): string =>
  openStateDirectory({ env: { XDG_RUNTIME_DIR: runtime }, uid: as });

describe('State directory', () => {
  test.each([
    [undefined, '/tmp/exec-server-1000'],
    ['', '/tmp/exec-server-1000'],
    ['relative', '/tmp/exec-server-1000'],
    ['/run/user/1000', '/tmp/exec-server-1000'],
    ['/run/user/1000/', '/tmp/exec-server-1000'],
    ['/home/me/run', '/home/me/run/exec-server'],
  ])('with an XDG_RUNTIME_DIR of %j is %s', (value, path) => {
    expect(stateDirectoryPath({ env: { XDG_RUNTIME_DIR: value }, uid: 1000 })).toBe(path);
  });

  test('is created with mode 0700', () => {
    expect(lstatSync(open()).mode & 0o777).toBe(0o700);
  });

  test('that others may read gets its mode back', () => {
    mkdirSync(join(runtime, 'exec-server'));
    chmodSync(join(runtime, 'exec-server'), 0o755);
    expect(lstatSync(open()).mode & 0o777).toBe(0o700);
  });

  test('that others can write is refused', () => {
    mkdirSync(join(runtime, 'exec-server'));
    chmodSync(join(runtime, 'exec-server'), 0o777);
    expect(() => open()).toThrow('can be written by other users, so it is not used; remove it');
  });

  test('of another user is refused', () => {
    open();
    expect(() => open(uid + 1)).toThrow(`belongs to another user (${uid}), so it is not used`);
  });

  test('that is a link is refused, wherever it leads', () => {
    mkdirSync(join(runtime, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(runtime, 'elsewhere'), join(runtime, 'exec-server'));
    expect(() => open()).toThrow('is a symbolic link');
  });

  test('that is a file is refused', () => {
    writeFileSync(join(runtime, 'exec-server'), '');
    expect(() => open()).toThrow('is not a directory');
  });

  test('that cannot be created fails with the reason', () => {
    rmSync(runtime, { recursive: true });
    expect(() => open()).toThrow('the state directory cannot be used: ENOENT');
    mkdirSync(runtime);
  });
});
