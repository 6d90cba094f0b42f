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
  ])('is, for the XDG_RUNTIME_DIR %j, %s', (value, path) => {
    expect(stateDirectoryPath({ env: { XDG_RUNTIME_DIR: value }, uid: 1000 })).toBe(path);
  });

  test('is created with mode 0700', () => {
    expect(lstatSync(open()).mode & 0o777).toBe(0o700);
  });

  test('gets its mode back when others may read it', () => {
    mkdirSync(join(runtime, 'exec-server'));
    chmodSync(join(runtime, 'exec-server'), 0o755);
    expect(lstatSync(open()).mode & 0o777).toBe(0o700);
  });

  test('is refused when others can write it', () => {
    mkdirSync(join(runtime, 'exec-server'));
    chmodSync(join(runtime, 'exec-server'), 0o777);
    expect(() => open()).toThrow('can be written by other users, so it is not used; remove it');
  });

  test('is refused when it belongs to another user', () => {
    open();
    expect(() => open(uid + 1)).toThrow(`belongs to another user (${uid}), so it is not used`);
  });

  test('is refused when it is a link, wherever that leads', () => {
    mkdirSync(join(runtime, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(runtime, 'elsewhere'), join(runtime, 'exec-server'));
    expect(() => open()).toThrow('is a symbolic link');
  });

  test('is refused when it is a file', () => {
    writeFileSync(join(runtime, 'exec-server'), '');
    expect(() => open()).toThrow('is not a directory');
  });

  test('fails with the reason when it cannot be created', () => {
    rmSync(runtime, { recursive: true });
    expect(() => open()).toThrow('the state directory cannot be used: ENOENT');
    mkdirSync(runtime);
  });
});
