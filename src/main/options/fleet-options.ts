import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import { isNodeName, isNodeUrl } from '../../domain/routing/node.js';
import type { FleetOptions } from '../exec-server-options.js';
import { StartupError } from '../startup-error.js';
import {
  isAddressOrNetwork,
  isRedisUrl,
  NODE_NAME,
  NODE_URL,
  PROXY,
  REDIS_URL,
} from './fleet-values.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { listParser, textParser } from './text-values.js';

/** Adds the options of a daemon that is a node behind gateways. */
export const addFleetOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--node-id <NAME>',
      'unique name of this daemon in a fleet: the session ids that it issues let gateways find it',
      GROUPS.fleet,
    ).argParser(textParser(NODE_NAME, isNodeName)),
  );
  // Checked in `readFleetOptions`, since commander shows a value that a parser refuses, and this one may have a password.
  command.addOption(
    optionOf(
      '--announce <URL>',
      'redis://HOST:PORT where this daemon announces itself to gateways; without --node-id its name is the host name and random digits',
      GROUPS.fleet,
    ),
  );
  command.addOption(
    optionOf(
      '--advertise <URL>',
      'ws://HOST:PORT where gateways reach this daemon, if it is not the address that it listens on',
      GROUPS.fleet,
    ).argParser(textParser(NODE_URL, isNodeUrl)),
  );
  addTrustedProxyOption(command);
};

/** Adds `--trusted-proxy`. */
export const addTrustedProxyOption = (command: Command): void => {
  command.addOption(
    optionOf(
      '--trusted-proxy <ADDRESS>',
      'IP address, or network as 10.0.0.0/8, of gateways whose X-Forwarded-For names the client; may be repeated, or a list with commas',
      GROUPS.fleet,
    ).argParser(listParser(PROXY, isAddressOrNetwork)),
  );
};

/**
 * The values of these options; undefined: the daemon is no node of a fleet.
 *
 * @throws {StartupError} for an option without the one that it requires, and for an invalid `--announce`.
 */
export const readFleetOptions = (
  given: Readonly<Record<string, unknown>>,
): FleetOptions | undefined => {
  const { nodeId, announce, advertise, trustedProxy } = given as {
    nodeId?: string;
    announce?: string;
    advertise?: string;
    trustedProxy?: readonly string[];
  };
  if (announce !== undefined && !isRedisUrl(announce)) {
    throw new StartupError(`invalid --announce; expected ${REDIS_URL}`);
  }
  if (nodeId === undefined && announce === undefined) {
    const [without] = Object.entries({ advertise, 'trusted-proxy': trustedProxy }).flatMap(
      ([flag, value]) => (value === undefined ? [] : flag),
    );
    if (without !== undefined) {
      throw new StartupError(`--${without} requires --node-id or --announce`);
    }
    return undefined;
  }
  return {
    nodeId: nodeId ?? `${hostname()}-${randomBytes(4).toString('hex')}`,
    announce,
    advertise,
    trustedProxies: trustedProxy ?? [],
  };
};
