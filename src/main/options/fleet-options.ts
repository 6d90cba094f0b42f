import { type Command, InvalidArgumentError, Option } from 'commander';
import { isNodeName } from '../../domain/routing/node.js';
import type { FleetOptions } from '../exec-server-options.js';
import { GROUPS } from './option-groups.js';
import { variableOf } from './option-names.js';

/** Adds the options of a daemon that is a node behind gateways. */
export const addFleetOptions = (command: Command): void => {
  command.addOption(
    new Option(
      '--node-id <NAME>',
      'unique name of this daemon in a fleet: the session ids that it issues let gateways find it',
    )
      .helpGroup(GROUPS.fleet)
      .env(variableOf('node-id'))
      .argParser(parseNodeName),
  );
};

/** The values of these options; undefined: the daemon is no node of a fleet. */
export const readFleetOptions = (
  given: Readonly<Record<string, unknown>>,
): FleetOptions | undefined =>
  given.nodeId === undefined ? undefined : { nodeId: given.nodeId as string };

const parseNodeName = (text: string): string => {
  if (!isNodeName(text)) {
    throw new InvalidArgumentError(
      'Expected a name such as node-1: letters, digits, dots, hyphens and underscores.',
    );
  }
  return text;
};
