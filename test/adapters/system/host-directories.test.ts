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

describe('the home directory', () => {
  const home = (HOME?: string) => hostDirectories({ HOME }).userHomeDir;

  test('is what HOME says, whether or not it exists, without dots', () => {
    expect(home('/nowhere/home')).toBe('/nowhere/home');
    expect(home('/nowhere/../home//')).toBe('/home');
  });

  test.each([undefined, ''])('is that of the account where HOME says nothing: %j', (given) => {
    expect(home(given)).toBe('/home/account');
  });

  test('is not there where HOME is relative', () => {
    expect(home('home')).toBeUndefined();
  });

  test('is not there where the user has no account, or the account no home', () => {
    accountHome = () => '';
    expect(home()).toBeUndefined();
    accountHome = () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    };
    expect(home()).toBeUndefined();
    expect(home('/root')).toBe('/root');
  });
});

describe('the directory for temporary files', () => {
  const temporary = (TMPDIR?: string) => {
    const { temporaryDirectories, tempDir } = hostDirectories({ TMPDIR });
    return { temporaryDirectories, tempDir };
  };

  test('is what TMPDIR says, whether or not it exists', () => {
    const path = '/nowhere/tmp';
    expect(temporary(path)).toEqual({ temporaryDirectories: [path], tempDir: path });
  });

  test('counts from the working directory where TMPDIR is relative', () => {
    const path = join(WORK, 'tmp');
    expect(temporary('./x/../tmp/')).toEqual({ temporaryDirectories: [path], tempDir: path });
  });

  test('is the usual one without TMPDIR, and the working directory for an empty one', () => {
    expect(temporary()).toEqual({ temporaryDirectories: [], tempDir: '/tmp' });
    expect(temporary('')).toEqual({ temporaryDirectories: [], tempDir: WORK });
  });
});

describe('the working directory', () => {
  const enter = () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'host-')));
    process.chdir(folder);
    return folder;
  };

  test('is not there any more once it has been removed', () => {
    const folder = enter();
    expect(hostDirectories({}).cwd).toBe(folder);
    rmdirSync(folder);
    expect(hostDirectories({ TMPDIR: 'tmp' })).toEqual({
      cwd: undefined,
      userHomeDir: '/home/account',
      temporaryDirectories: [],
      tempDir: undefined,
    });
  });

  test('is told by its name, also when that ends as the kernel marks removed ones', () => {
    const folder = join(realpathSync(tmpdir()), `host-${process.pid} (deleted)`);
    mkdirSync(folder);
    process.chdir(folder);
    expect(hostDirectories({}).cwd).toBe(folder);
    rmdirSync(folder);
    expect(hostDirectories({}).cwd).toBeUndefined();
  });
});
