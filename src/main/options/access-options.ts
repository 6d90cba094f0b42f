import type { Command } from 'commander';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { listParser } from './text-values.js';

/** What is expected of `--allowed-host`, in words. */
const HOST_NAME = 'a host name such as build.example, without a port';

/** Adds `--allowed-host` and `--allow-unauthenticated`. */
export const addAccessOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--allowed-host <NAME>',
      'host name accepted in the Host header besides localhost and IP addresses; may be repeated, or a list with commas',
      GROUPS.access,
    ).argParser(listParser(HOST_NAME, isHostName)),
  );
  command.addOption(
    optionOf(
      '--allow-unauthenticated',
      'allow unauthenticated access on non-loopback addresses (anyone who can connect can run commands)',
      GROUPS.access,
    ),
  );
};

/** The values of both options, with their defaults. */
export const readAccessOptions = (
  given: Readonly<Record<string, unknown>>,
): { allowedHosts: readonly string[]; allowUnauthenticated: boolean } => ({
  allowedHosts: (given.allowedHost as readonly string[] | undefined) ?? [],
  allowUnauthenticated: given.allowUnauthenticated === true,
});

/** Whether `name` is a valid host name without a port. */
export const isHostName = (name: string): boolean =>
  /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(name);
