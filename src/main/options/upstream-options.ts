import { type Command, InvalidArgumentError, Option } from 'commander';
import { StartupError } from '../startup-error.js';
import { hasOverrides } from './config-option.js';
import { GROUPS } from './option-groups.js';
import { camelCase } from './option-names.js';
import { parseCount } from './units.js';

/** Options of `codex exec-server` that change nothing here: flags, then what they are for there. */
const WITHOUT_EFFECT = [
  ['--enable <FEATURE>', 'a feature'],
  ['--disable <FEATURE>', 'a feature'],
  ['--strict-config', 'unknown fields in its configuration are errors'],
  [
    '--concurrent-requests <N>',
    'requests at once; here the requests of a connection always run at once',
  ],
] as const;

/** Its options for registering itself with a service, and whether they have a value. */
const OF_REGISTRATION = [
  ['remote', true],
  ['remote-transport', true],
  ['environment-id', true],
  ['name', true],
  ['use-agent-identity-auth', false],
  ['registration-bearer-stdin', false],
  ['executor-credential-stdin', false],
  ['chatgpt-token-stdin', false],
  ['chatgpt-account-id', true],
  ['aws-sigv4', false],
  ['aws-profile', true],
  ['aws-region', true],
  ['aws-service', true],
] as const;

const PID_NAMESPACE = 'linux-sandbox-pid-namespace';
const TRANSPARENT_TCP = 'linux-sandbox-transparent-tcp';

/** Adds the options that a command line of `codex exec-server` may have. */
export const addUpstreamOptions = (command: Command): void => {
  for (const [flags, help] of WITHOUT_EFFECT) {
    const option = new Option(flags, `accepted, without effect: ${help}`);
    command.addOption(
      flags === '--concurrent-requests <N>' ? option.argParser(parseCount) : option,
    );
  }
  command.addOption(
    new Option(
      `--${PID_NAMESPACE} <MODE>`,
      'isolate, as every sandbox does; inherit is refused',
    ).argParser(parsePidNamespace),
  );
  for (const option of command.options.slice(-WITHOUT_EFFECT.length - 1)) {
    option.helpGroup(GROUPS.upstream);
  }
  command.addOption(
    new Option('--exit-on-stdin-close').env('CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE').hideHelp(),
  );
  command.addOption(new Option(`--${TRANSPARENT_TCP}`).hideHelp());
  for (const [flag, hasValue] of OF_REGISTRATION) {
    command.addOption(new Option(hasValue ? `--${flag} <VALUE>` : `--${flag}`).hideHelp());
  }
};

/**
 * The options that were given and change nothing.
 *
 * @throws {StartupError} for an option that cannot be ignored, with what to do instead.
 */
export const readUpstreamOptions = (
  given: Readonly<Record<string, unknown>>,
): readonly string[] => {
  const registration = OF_REGISTRATION.find(([flag]) => given[camelCase(flag)] !== undefined);
  if (registration !== undefined) {
    throw new StartupError(
      `\`--${registration[0]}\` is not supported; start with \`--listen ws://IP:PORT\`, and register that URL with ` +
        '`codex exec-server forward --connect ws://IP:PORT --remote URL --environment-id ID`',
    );
  }
  if (given[camelCase(PID_NAMESPACE)] === 'inherit') {
    throw new StartupError(
      `\`--${PID_NAMESPACE} inherit\` is not supported; leave it out: sandboxed processes always have a PID namespace of ` +
        'their own, and those without a sandbox have that of the daemon',
    );
  }
  if (given[camelCase(TRANSPARENT_TCP)] !== undefined) {
    throw new StartupError(
      `\`--${TRANSPARENT_TCP}\` is not supported; leave it out: programs in a sandbox reach the network through the proxies ` +
        'that HTTP_PROXY and ALL_PROXY name',
    );
  }
  const others = WITHOUT_EFFECT.flatMap(([flags]) => {
    const [flag = ''] = /--[a-z-]+/.exec(flags) ?? [];
    return given[camelCase(flag.slice(2))] === undefined ? [] : flag;
  });
  return hasOverrides(given) ? ['--config', ...others] : others;
};

const parsePidNamespace = (text: string): string => {
  if (text !== 'isolate' && text !== 'inherit') {
    throw new InvalidArgumentError('Expected isolate or inherit.');
  }
  return text;
};
