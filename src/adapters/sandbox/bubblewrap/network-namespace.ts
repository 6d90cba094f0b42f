import type { Confinement } from '../../../domain/sandbox/confinement.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { isExecutable } from '../../shared/is-executable.js';
import type { Sockets } from './seccomp-filter.js';

const NSENTER = ['/usr/bin/nsenter', '/bin/nsenter'];

/** The sockets that a process may use in this network. */
export const socketsOf = (network: Confinement['network']): Sockets => {
  if (typeof network === 'string') {
    return network;
  }
  return network.allowsUnixSockets ? 'managed-unix' : 'managed';
};

/** The command, started in the namespace of its network if it has one of its own. */
export const inNamespace = (
  network: Confinement['network'],
  command: readonly string[],
): readonly string[] => {
  if (typeof network === 'string') {
    return command;
  }
  const { path } = network;
  const namespaces = [`--user=${path}/user`, `--net=${path}/net`];
  return [nsenter(), '--preserve-credentials', ...namespaces, '--', ...command];
};

/** The path of the program that enters namespaces. @throws {SandboxRefused} when there is none. */
export const nsenter = (): string => {
  const path = NSENTER.find(isExecutable);
  if (path === undefined) {
    throw new SandboxRefused('nsenter was not found; install util-linux');
  }
  return path;
};
