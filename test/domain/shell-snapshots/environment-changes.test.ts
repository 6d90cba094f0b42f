import { describe, expect, test } from '@jest/globals';
import {
  changedEnvironment,
  environmentChanges,
} from '../../../src/domain/shell-snapshots/environment-changes.js';

const POLICY = {
  inherit: 'all' as const,
  ignoreDefaultExcludes: true,
  exclude: [],
  set: {},
  includeOnly: [],
};

describe('environmentChanges', () => {
  test('has what is new, what has another value and what is gone', () => {
    const before = { SAME: '1', CHANGED: 'old', GONE: 'x' };
    expect(environmentChanges(before, { SAME: '1', CHANGED: 'new', NEW: '' })).toEqual({
      set: { CHANGED: 'new', NEW: '' },
      removed: ['GONE'],
    });
  });

  test('leaves out what every shell sets itself', () => {
    const own = { PWD: '/', OLDPWD: '/', SHLVL: '1', _: 'x' };
    const none = { set: {}, removed: [] };
    expect(environmentChanges({}, own)).toEqual(none);
    expect(environmentChanges(own, {})).toEqual(none);
  });
});

describe('changedEnvironment', () => {
  const changes = { set: { PATH: '/opt:/bin', A: 'profile' }, removed: ['GONE'] };
  const inherited = { PATH: '/bin', GONE: 'x', HOME: '/h' };

  test('changes what is inherited', () => {
    expect(changedEnvironment(changes, { env: {}, envPolicy: POLICY }, inherited)).toEqual({
      PATH: '/opt:/bin',
      HOME: '/h',
      A: 'profile',
    });
  });

  test('lets the values of the request win', () => {
    const env = { PATH: '/mine', GONE: 'y' };
    const envPolicy = { ...POLICY, set: { A: 'set' } };
    expect(changedEnvironment(changes, { env, envPolicy }, inherited)).toEqual({
      ...env,
      A: 'set',
      HOME: '/h',
    });
  });

  test('applies the patterns of the policy to the variables of start-up files', () => {
    const secrets = { set: { API_KEY: 's', A: '1', B: '2' }, removed: [] };
    const envPolicy = { ...POLICY, ignoreDefaultExcludes: false, exclude: ['B'] };
    expect(changedEnvironment(secrets, { env: {}, envPolicy }, {})).toEqual({ A: '1' });
    const only = { ...POLICY, includeOnly: ['B'] };
    expect(changedEnvironment(secrets, { env: {}, envPolicy: only }, inherited)).toEqual({
      B: '2',
    });
  });

  test('keeps them with a policy that inherits less', () => {
    const envPolicy = { ...POLICY, inherit: 'none' as const };
    expect(changedEnvironment(changes, { env: {}, envPolicy }, inherited)).toEqual(changes.set);
  });

  test('adds them to `env` alone without a policy', () => {
    expect(
      changedEnvironment(changes, { env: { A: 'mine' }, envPolicy: undefined }, inherited),
    ).toEqual({ PATH: '/opt:/bin', A: 'mine' });
  });
});
