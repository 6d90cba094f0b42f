import { mkdirSync, mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hostDirectories } from '../../../src/adapters/system/host-directories.js';

/** The home of the account; each test sets its own. */
let accountHome: () => string;

const directories = (variables: NodeJS.ProcessEnv) =>
  hostDirectories(variables, () => accountHome());

const WORK = process.cwd();

beforeEach(() => {
  accountHome = () => '/home/account';
});

afterEach(() => process.chdir(WORK));

describe('Home directory', () => {
  const home = (HOME?: string) => directories({ HOME }).userHomeDir;

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
    const { temporaryDirectories, tempDir } = directories({ TMPDIR });
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
    expect(directories({}).cwd).toBe(directory);
    rmdirSync(directory);
    expect(directories({ TMPDIR: 'tmp' })).toEqual({
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
    expect(directories({}).cwd).toBe(directory);
    rmdirSync(directory);
    expect(directories({}).cwd).toBeUndefined();
  });
});
