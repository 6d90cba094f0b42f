import { describe, expect, test } from '@jest/globals';
import {
  buildEnvironment,
  type EnvironmentPolicy,
} from '../../../src/domain/processes/environment-policy.js';

const INHERIT_ALL: EnvironmentPolicy = {
  inherit: 'all',
  ignoreDefaultExcludes: true,
  exclude: [],
  set: {},
  includeOnly: [],
};

describe('buildEnvironment inherit', () => {
  const server = { PATH: '/bin', Home: '/root', EDITOR: 'vi' };

  test('all takes every variable of the server', () => {
    expect(buildEnvironment({}, INHERIT_ALL, server)).toEqual(server);
  });

  test('none takes no variable', () => {
    expect(buildEnvironment({}, { ...INHERIT_ALL, inherit: 'none' }, server)).toEqual({});
  });

  test('core takes the core names, whatever their case', () => {
    const core = { ...INHERIT_ALL, inherit: 'core' as const };

    expect(buildEnvironment({}, core, server)).toEqual({ PATH: '/bin', Home: '/root' });
  });

  test('core takes HOME to TMP and no other name', () => {
    const names =
      'HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL USER TMPDIR TEMP TMP HOMEDRIVE LC_TIME TERM PWD _';
    const inherited = Object.fromEntries(names.split(' ').map((name) => [name, 'x']));
    const core = { ...INHERIT_ALL, inherit: 'core' as const };

    expect(Object.keys(buildEnvironment({}, core, inherited)).join(' ')).toBe(
      'HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL USER TMPDIR TEMP TMP',
    );
  });
});

describe('buildEnvironment default excludes', () => {
  const server = {
    API_KEY: '1',
    keyboard: '1',
    MySecret: '1',
    GH_TOKEN_2: '1',
    PASSWORD: '1',
    CREDENTIALS: '1',
    AUTH: '1',
  };

  test('drop names with KEY, SECRET or TOKEN', () => {
    expect(buildEnvironment({}, { ...INHERIT_ALL, ignoreDefaultExcludes: false }, server)).toEqual({
      PASSWORD: '1',
      CREDENTIALS: '1',
      AUTH: '1',
    });
  });

  test('keep those names when ignoreDefaultExcludes is set', () => {
    expect(buildEnvironment({}, INHERIT_ALL, server)).toEqual(server);
  });
});

describe('buildEnvironment exclude', () => {
  const server = { CODEX_VERSION: '1', CODEX_HOME: '/c', PATH: '/bin' };

  test('drops inherited names that match any of its patterns', () => {
    const policy = { ...INHERIT_ALL, exclude: ['codex_v*', 'P?TH'] };

    expect(buildEnvironment({}, policy, server)).toEqual({ CODEX_HOME: '/c' });
  });

  test('adds to the default excludes and does not replace them', () => {
    const policy = { ...INHERIT_ALL, ignoreDefaultExcludes: false, exclude: ['PATH'] };

    expect(buildEnvironment({}, policy, { ...server, A_KEY: '1' })).toEqual({
      CODEX_VERSION: '1',
      CODEX_HOME: '/c',
    });
  });
});

describe('buildEnvironment set', () => {
  test('overrides an inherited value', () => {
    const policy = { ...INHERIT_ALL, set: { PATH: '/opt' } };

    expect(buildEnvironment({}, policy, { PATH: '/bin' })).toEqual({ PATH: '/opt' });
  });

  test('is subject neither to exclude nor to the default excludes', () => {
    const policy = {
      ...INHERIT_ALL,
      ignoreDefaultExcludes: false,
      exclude: ['PATH'],
      set: { PATH: '/opt', API_KEY: 'k' },
    };

    expect(buildEnvironment({}, policy, { PATH: '/bin' })).toEqual({ PATH: '/opt', API_KEY: 'k' });
  });
});

describe('buildEnvironment includeOnly', () => {
  test('keeps matching names alone, and filters those of set too', () => {
    const policy = { ...INHERIT_ALL, set: { LC_X: 'set', OTHER: 'set' }, includeOnly: ['lc_*'] };

    expect(buildEnvironment({}, policy, { LC_ALL: 'C', PATH: '/bin' })).toEqual({
      LC_ALL: 'C',
      LC_X: 'set',
    });
  });

  test('does not bring back an excluded name', () => {
    const policy = { ...INHERIT_ALL, exclude: ['A'], includeOnly: ['A', 'B'] };

    expect(buildEnvironment({}, policy, { A: '1', B: '1' })).toEqual({ B: '1' });
  });
});

test('buildEnvironment lets the variables of the client win and never filters them', () => {
  const policy = {
    ...INHERIT_ALL,
    ignoreDefaultExcludes: false,
    exclude: ['PATH'],
    set: { PATH: '/set' },
    includeOnly: ['NOTHING'],
  };
  const env = { PATH: '/env', API_KEY: 'k', '': 'empty', 'A=B': 'odd' };

  expect(buildEnvironment(env, policy, { PATH: '/bin' })).toEqual(env);
});

test('buildEnvironment treats names that differ in case as two variables', () => {
  const policy = { ...INHERIT_ALL, set: { path: 'set' } };

  expect(buildEnvironment({ Path: 'env' }, policy, { PATH: '/bin' })).toEqual({
    PATH: '/bin',
    path: 'set',
    Path: 'env',
  });
});
