import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildEnvironment,
  type EnvironmentPolicy,
} from '../../src/domain/processes/environment-policy.js';
import { propertyRuns } from './property-runs.js';
import { referenceWildcard } from './reference-wildcard.js';

const NAMES = [
  'PATH',
  'path',
  'HOME',
  'Lc_All',
  'EDITOR',
  'API_KEY',
  'my_token_2',
  'SECRETS',
  'PASSWORD',
  'A.B',
  '',
  '__proto__',
  'constructor',
];
const CORE = 'HOME LANG LC_ALL LC_CTYPE LOGNAME PATH SHELL USER TMPDIR TEMP TMP'.split(' ');

const variables = (origin: string) =>
  fc
    .uniqueArray(fc.constantFrom(...NAMES))
    .map((names) => Object.fromEntries(names.map((name) => [name, `${name} of ${origin}`])));

const patterns = fc.array(
  fc.oneof(
    fc.constantFrom(...NAMES),
    fc.constantFrom('*', 'P*', '*e*', '?ath', '*_*', 'a?b', 'nothing'),
  ),
  { maxLength: 3 },
);

const policies: fc.Arbitrary<EnvironmentPolicy> = fc.record({
  inherit: fc.constantFrom('all', 'core', 'none'),
  ignoreDefaultExcludes: fc.boolean(),
  exclude: patterns,
  set: variables('set'),
  includeOnly: patterns,
});

const RUNS = propertyRuns(300);

test('buildEnvironment always keeps the variables of the client', () => {
  fc.assert(
    fc.property(variables('env'), policies, variables('server'), (env, policy, inherited) => {
      const built = new Map(Object.entries(buildEnvironment(env, policy, inherited)));

      expect(Object.keys(env).map((name) => built.get(name))).toEqual(Object.values(env));
    }),
    RUNS,
  );
});

test('buildEnvironment never passes an excluded variable of the server', () => {
  fc.assert(
    fc.property(variables('env'), policies, variables('server'), (env, policy, inherited) => {
      for (const [name, value] of Object.entries(buildEnvironment(env, policy, inherited))) {
        if (!value.endsWith(' of server')) {
          continue;
        }
        expect(policy.inherit).not.toBe('none');
        if (policy.inherit === 'core') {
          expect(CORE).toContain(name.toUpperCase());
        }
        if (!policy.ignoreDefaultExcludes) {
          expect(name).not.toMatch(/key|secret|token/i);
        }
        expect(fitsAny(policy.exclude, name)).toBe(false);
      }
    }),
    RUNS,
  );
});

test('buildEnvironment with includeOnly passes only matching variables and those of the client', () => {
  fc.assert(
    fc.property(variables('env'), policies, variables('server'), (env, policy, inherited) => {
      if (policy.includeOnly.length === 0) {
        return;
      }
      const others = Object.entries(buildEnvironment(env, policy, inherited)).filter(
        ([name, value]) => !value.endsWith(' of env') && !fitsAny(policy.includeOnly, name),
      );
      expect(others).toEqual([]);
    }),
    RUNS,
  );
});

test('buildEnvironment gives every variable the value that the rules give it alone', () => {
  fc.assert(
    fc.property(variables('env'), policies, variables('server'), (env, policy, inherited) => {
      const built = new Map(Object.entries(buildEnvironment(env, policy, inherited)));

      expect(NAMES.map((name) => built.get(name))).toEqual(
        NAMES.map((name) => ruledValue(name, env, policy, inherited)),
      );
      expect(NAMES).toEqual(expect.arrayContaining([...built.keys()]));
    }),
    RUNS,
  );
});

type Variables = Readonly<Record<string, string>>;

const ruledValue = (
  name: string,
  env: Variables,
  policy: EnvironmentPolicy,
  inherited: Variables,
): string | undefined => {
  if (Object.hasOwn(env, name)) {
    return env[name];
  }
  if (policy.includeOnly.length > 0 && !fitsAny(policy.includeOnly, name)) {
    return undefined;
  }
  if (Object.hasOwn(policy.set, name)) {
    return policy.set[name];
  }
  if (policy.inherit === 'none' || !Object.hasOwn(inherited, name)) {
    return undefined;
  }
  if (policy.inherit === 'core' && !CORE.includes(name.toUpperCase())) {
    return undefined;
  }
  if (!policy.ignoreDefaultExcludes && /key|secret|token/i.test(name)) {
    return undefined;
  }
  return fitsAny(policy.exclude, name) ? undefined : inherited[name];
};

const fitsAny = (globs: readonly string[], name: string): boolean =>
  globs.some((glob) => referenceWildcard(glob).test(name));
