import { type Command, InvalidArgumentError, Option } from 'commander';
import { GROUPS } from './option-groups.js';
import { variableOf } from './option-names.js';

/** Adds `--allowed-host` and `--allow-unauthenticated`. */
export const addAccessOptions = (command: Command): void => {
  command.addOption(
    new Option(
      '--allowed-host <NAME>',
      'host name accepted in the Host header besides localhost and IP addresses; may be repeated, or a list with commas',
    )
      .helpGroup(GROUPS.access)
      .env(variableOf('allowed-host'))
      .argParser(collectHosts),
  );
  command.addOption(
    new Option(
      '--allow-unauthenticated',
      'allow unauthenticated access on non-loopback addresses (anyone who can connect can run commands)',
    )
      .helpGroup(GROUPS.access)
      .env(variableOf('allow-unauthenticated')),
  );
};

/** The values of both options, with their defaults. */
export const readAccessOptions = (
  given: Readonly<Record<string, unknown>>,
): { allowedHosts: readonly string[]; allowUnauthenticated: boolean } => ({
  allowedHosts: (given.allowedHost as readonly string[] | undefined) ?? [],
  allowUnauthenticated: given.allowUnauthenticated === true,
});

/** Adds the names of one flag or variable, separated by commas. */
const collectHosts = (text: string, earlier: readonly string[] = []): readonly string[] => {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!isHostName(name)) {
      throw new InvalidArgumentError('Expected a host name such as build.example, without a port.');
    }
  }
  return [...earlier, ...names];
};

/** Whether `name` is a valid host name without a port. */
export const isHostName = (name: string): boolean =>
  /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(name);
