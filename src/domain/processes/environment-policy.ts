import { matchesWildcard } from '../wildcard.js';

/** Which variables of the server a process inherits, and how they are changed. */
export interface EnvironmentPolicy {
  readonly inherit: 'all' | 'core' | 'none';
  /** False: variables whose names look like secrets are dropped. */
  readonly ignoreDefaultExcludes: boolean;
  readonly exclude: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  /** When not empty, only variables that match one of these patterns are kept, those of `set` included. */
  readonly includeOnly: readonly string[];
}

const CORE_NAMES = [
  'HOME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'LOGNAME',
  'PATH',
  'SHELL',
  'USER',
  'TMPDIR',
  'TEMP',
  'TMP',
];

const DEFAULT_EXCLUDES = ['*KEY*', '*SECRET*', '*TOKEN*'];

/**
 * The environment of a process: what the policy keeps of `inherited`, with `env` on top (docs/protocol.md section 6.2, in its order).
 */
export const buildEnvironment = (
  env: Readonly<Record<string, string>>,
  policy: EnvironmentPolicy,
  inherited: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const excludes = [...(policy.ignoreDefaultExcludes ? [] : DEFAULT_EXCLUDES), ...policy.exclude];
  const kept = Object.entries(inherited).filter(
    ([name]) => isInherited(name, policy.inherit) && !matchesAny(excludes, name),
  );
  const included = [...kept, ...Object.entries(policy.set)].filter(
    ([name]) => policy.includeOnly.length === 0 || matchesAny(policy.includeOnly, name),
  );
  return Object.fromEntries([...included, ...Object.entries(env)]);
};

const isInherited = (name: string, inherit: EnvironmentPolicy['inherit']): boolean =>
  inherit === 'all' || (inherit === 'core' && matchesAny(CORE_NAMES, name));

const matchesAny = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => matchesWildcard(pattern, name));
