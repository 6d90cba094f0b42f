import { type Command, InvalidArgumentError, Option } from 'commander';
import { variableOf } from './option-names.js';

/** Adds `--allowed-host` and `--allow-unauthenticated`. */
export const addAccessOptions = (command: Command): void => {
  command.addOption(
    new Option(
      '--allowed-host <NAME>',
      'a name that clients may call this host by, besides localhost and IP addresses; may be repeated',
    )
      .env(variableOf('allowed-host'))
      .argParser(collectHosts),
  );
  command.addOption(
    new Option(
      '--allow-unauthenticated',
      'listen beyond loopback although everybody who reaches it may run any command',
    ).env(variableOf('allow-unauthenticated')),
  );
};

/** What was said about who may reach the server. */
export const readAccessOptions = (
  given: Readonly<Record<string, unknown>>,
): { allowedHosts: readonly string[]; allowUnauthenticated: boolean } => ({
  allowedHosts: (given.allowedHost as readonly string[] | undefined) ?? [],
  allowUnauthenticated: given.allowUnauthenticated === true,
});

/** Adds one name, or in a variable several between commas. */
const collectHosts = (text: string, earlier: readonly string[] = []): readonly string[] => {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!isHostName(name)) {
      throw new InvalidArgumentError('Expected a host name such as build.example, without a port.');
    }
  }
  return [...earlier, ...names];
};

/** Whether this may be the name of a host, without a port. */
export const isHostName = (name: string): boolean =>
  /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(name);
