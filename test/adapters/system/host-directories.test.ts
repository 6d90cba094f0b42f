import { mkdirSync, mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

const os = await import('node:os');

/** The home of the account; each test sets its own. */
let accountHome: () => string;

jest.unstable_mockModule('node:os', () => ({
  ...os,
  userInfo: () => ({ ...os.userInfo(), homedir: accountHome() }),
}));

const { hostDirectories } = await import('../../../src/adapters/system/host-directories.js');

const WORK = process.cwd();

beforeEach(() => {
  accountHome = () => '/home/account';
});

afterEach(() => process.chdir(WORK));

describe('Home directory', () => {
  const home = (HOME?: string) => hostDirectories({ HOME }).userHomeDir;

  test('is the normalized HOME, whether or not it exists', () => {
    expect(home('/nowhere/home')).toBe('/nowhere/home');
    expect(home('/nowhere/../home//')).toBe('/home');
  });

  test.each([undefined, ''])('is that of the account when HOME is %j', (given) => {
    expect(home(given)).toBe('/home/account');
  });

  test('is absent when HOME is relative', () => {
    expect(home('home')).toBeUndefined();
  });

  test('is absent when the account or its home is missing, unless HOME is set', () => {
    accountHome = () => '';
    expect(home()).toBeUndefined();
    accountHome = () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    };
    expect(home()).toBeUndefined();
    expect(home('/root')).toBe('/root');
  });
});

describe('Temporary directory', () => {
  const temporary = (TMPDIR?: string) => {
    const { temporaryDirectories, tempDir } = hostDirectories({ TMPDIR });
    return { temporaryDirectories, tempDir };
  };

  test('is TMPDIR, whether or not it exists', () => {
    const path = '/nowhere/tmp';
    expect(temporary(path)).toEqual({ temporaryDirectories: [path], tempDir: path });
  });

  test('resolves a relative TMPDIR against the working directory', () => {
    const path = join(WORK, 'tmp');
    expect(temporary('./x/../tmp/')).toEqual({ temporaryDirectories: [path], tempDir: path });
  });

  test('is /tmp without TMPDIR and the working directory for an empty one', () => {
    expect(temporary()).toEqual({ temporaryDirectories: [], tempDir: '/tmp' });
    expect(temporary('')).toEqual({ temporaryDirectories: [], tempDir: WORK });
  });
});

describe('Working directory', () => {
  const enter = () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'host-')));
    process.chdir(directory);
    return directory;
  };

  test('is absent once it has been removed', () => {
    const directory = enter();
    expect(hostDirectories({}).cwd).toBe(directory);
    rmdirSync(directory);
    expect(hostDirectories({ TMPDIR: 'tmp' })).toEqual({
      cwd: undefined,
      userHomeDir: '/home/account',
      temporaryDirectories: [],
      tempDir: undefined,
    });
  });

  test('keeps a name that ends in (deleted)', () => {
    const directory = join(realpathSync(tmpdir()), `host-${process.pid} (deleted)`);
    mkdirSync(directory);
    process.chdir(directory);
    expect(hostDirectories({}).cwd).toBe(directory);
    rmdirSync(directory);
    expect(hostDirectories({}).cwd).toBeUndefined();
  });
});
