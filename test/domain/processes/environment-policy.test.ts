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

test('without a policy the environment is exactly what the client gave', () => {
  expect(buildEnvironment({ A: '1' }, undefined, { PATH: '/bin' })).toEqual({ A: '1' });
});

describe('inheriting', () => {
  const server = { PATH: '/bin', Home: '/root', EDITOR: 'vi' };

  test('all takes every variable of the server', () => {
    expect(buildEnvironment({}, INHERIT_ALL, server)).toEqual(server);
  });

  test('none takes nothing', () => {
    expect(buildEnvironment({}, { ...INHERIT_ALL, inherit: 'none' }, server)).toEqual({});
  });

  test('core takes the names that every program needs, whatever their case', () => {
    const core = { ...INHERIT_ALL, inherit: 'core' as const };

    expect(buildEnvironment({}, core, server)).toEqual({ PATH: '/bin', Home: '/root' });
  });

  test('core is these names and no others', () => {
    const names =
      'HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL USER TMPDIR TEMP TMP HOMEDRIVE LC_TIME TERM PWD _';
    const inherited = Object.fromEntries(names.split(' ').map((name) => [name, 'x']));
    const core = { ...INHERIT_ALL, inherit: 'core' as const };

    expect(Object.keys(buildEnvironment({}, core, inherited)).join(' ')).toBe(
      'HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL USER TMPDIR TEMP TMP',
    );
  });
});

describe('names that look like secrets', () => {
  const server = {
    API_KEY: '1',
    keyboard: '1',
    MySecret: '1',
    GH_TOKEN_2: '1',
    PASSWORD: '1',
    CREDENTIALS: '1',
    AUTH: '1',
  };

  test('are dropped', () => {
    expect(buildEnvironment({}, { ...INHERIT_ALL, ignoreDefaultExcludes: false }, server)).toEqual({
      PASSWORD: '1',
      CREDENTIALS: '1',
      AUTH: '1',
    });
  });

  test('are kept when the client says so', () => {
    expect(buildEnvironment({}, INHERIT_ALL, server)).toEqual(server);
  });
});

describe('excluding', () => {
  const server = { CODEX_VERSION: '1', CODEX_HOME: '/c', PATH: '/bin' };

  test('drops inherited names that match any of the patterns', () => {
    const policy = { ...INHERIT_ALL, exclude: ['codex_v*', 'P?TH'] };

    expect(buildEnvironment({}, policy, server)).toEqual({ CODEX_HOME: '/c' });
  });

  test('adds to the names that look like secrets rather than replace them', () => {
    const policy = { ...INHERIT_ALL, ignoreDefaultExcludes: false, exclude: ['PATH'] };

    expect(buildEnvironment({}, policy, { ...server, A_KEY: '1' })).toEqual({
      CODEX_VERSION: '1',
      CODEX_HOME: '/c',
    });
  });
});

describe('setting', () => {
  test('wins over what is inherited', () => {
    const policy = { ...INHERIT_ALL, set: { PATH: '/opt' } };

    expect(buildEnvironment({}, policy, { PATH: '/bin' })).toEqual({ PATH: '/opt' });
  });

  test('is not subject to excludes, neither the given ones nor those of secrets', () => {
    const policy = {
      ...INHERIT_ALL,
      ignoreDefaultExcludes: false,
      exclude: ['PATH'],
      set: { PATH: '/opt', API_KEY: 'k' },
    };

    expect(buildEnvironment({}, policy, { PATH: '/bin' })).toEqual({ PATH: '/opt', API_KEY: 'k' });
  });
});

describe('including only', () => {
  test('keeps matching names alone, those that are set included', () => {
    const policy = { ...INHERIT_ALL, set: { LC_X: 'set', OTHER: 'set' }, includeOnly: ['lc_*'] };

    expect(buildEnvironment({}, policy, { LC_ALL: 'C', PATH: '/bin' })).toEqual({
      LC_ALL: 'C',
      LC_X: 'set',
    });
  });

  test('does not bring back what is excluded', () => {
    const policy = { ...INHERIT_ALL, exclude: ['A'], includeOnly: ['A', 'B'] };

    expect(buildEnvironment({}, policy, { A: '1', B: '1' })).toEqual({ B: '1' });
  });
});

test('what the client gives wins over all else and is never filtered', () => {
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

test('names that differ in case alone are two variables', () => {
  const policy = { ...INHERIT_ALL, set: { path: 'set' } };

  expect(buildEnvironment({ Path: 'env' }, policy, { PATH: '/bin' })).toEqual({
    PATH: '/bin',
    path: 'set',
    Path: 'env',
  });
});
