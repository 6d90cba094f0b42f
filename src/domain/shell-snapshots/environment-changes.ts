import { buildEnvironment, type EnvironmentPolicy } from '../processes/environment-policy.js';

type Environment = Readonly<Record<string, string>>;

/** What the start-up files of a shell did to the exported variables. */
export interface EnvironmentChanges {
  /** Exported, or exported with another value. */
  readonly set: Environment;
  readonly removed: readonly string[];
}

/** Every shell sets these itself. */
const OF_THE_SHELL: readonly string[] = ['PWD', 'OLDPWD', 'SHLVL', '_'];

export const environmentChanges = (
  before: Environment,
  after: Environment,
): EnvironmentChanges => ({
  set: Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => !OF_THE_SHELL.includes(name) && before[name] !== value,
    ),
  ),
  removed: Object.keys(before).filter((name) => !OF_THE_SHELL.includes(name) && !(name in after)),
});

/** What a client asks for the environment of a process. */
export interface EnvironmentRequest {
  readonly env: Environment;
  readonly envPolicy: EnvironmentPolicy | undefined;
}

/**
 * The environment of a process in a shell that was started up so. What the client asks for wins: values of `env` and
 * of the policy's `set`, and the patterns of the policy, which apply to the variables of the start-up files too.
 */
export const changedEnvironment = (
  { set, removed }: EnvironmentChanges,
  { env, envPolicy }: EnvironmentRequest,
  inherited: Environment,
): Environment => {
  if (envPolicy === undefined) {
    return { ...set, ...env };
  }
  const kept = buildEnvironment({}, { ...envPolicy, set: {} }, inherited);
  const started = Object.entries({ ...kept, ...set }).filter(([name]) => !removed.includes(name));
  return buildEnvironment(env, { ...envPolicy, inherit: 'all' }, Object.fromEntries(started));
};
