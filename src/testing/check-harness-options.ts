import { checkFields, isBoolean, isListOf, type Rule, rule } from '../main/checks/rules.js';
import type { ExecServerOptions } from '../main/exec-server-options.js';
import { StartupError } from '../main/startup-error.js';

const MODES = ['in-process', 'daemon'];
/** Options of an in-process server; a daemon takes `args` and `env`. */
const IN_PROCESS: readonly (keyof ExecServerOptions)[] = [
  'authentication',
  'allowUnauthenticated',
  'allowedHosts',
  'limits',
  'overflow',
  'bwrapPath',
  'tools',
  'fleet',
  'tcpUpstreamProxy',
  'proxyPrivateIpsViaUpstream',
  'logger',
  'modules',
];
const OF_DAEMON: readonly string[] = ['args', 'env'];
/** Validated by `startExecServer` itself. */
const anything: Rule = () => undefined;

const RULES: Readonly<Record<string, Rule>> = {
  mode: rule(`'${MODES.join("' or '")}'`, (mode) => MODES.includes(mode as string)),
  args: rule(
    'an array of texts',
    isListOf((arg) => typeof arg === 'string'),
  ),
  env: rule('an object of texts', (env) =>
    isListOf((value) => typeof value === 'string')(Object.values(env ?? {})),
  ),
  initialize: rule('true or false', isBoolean),
  ...Object.fromEntries(IN_PROCESS.map((name) => [name, anything])),
};

/** @throws {StartupError} for an option that is unknown, invalid, or without effect in the mode. */
export const checkHarnessOptions = (options: { readonly mode?: string }): void => {
  checkFields({ ...options }, RULES);
  const { mode = 'in-process' } = options;
  const idle: readonly string[] = mode === 'daemon' ? IN_PROCESS : OF_DAEMON;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const [useless] = given.find(([name]) => idle.includes(name)) ?? [];
  if (useless === undefined) {
    return;
  }
  const instead = mode === 'daemon' ? 'use `args` and `env`' : "it is for mode 'daemon'";
  throw new StartupError(`\`${useless}\` has no effect in mode '${mode}': ${instead}`);
};
