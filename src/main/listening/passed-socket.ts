import type { HttpListener, ListenAddress } from '../../adapters/http-server/http-listener.js';
import type { PassedSocket } from '../../adapters/systemd/service-environment.js';
import { toListenUrl } from '../options/listen-url.js';
import { StartupError } from '../startup-error.js';

/**
 * Listens on a socket that was passed. Resolves with its URL.
 *
 * @param check throws for an address on which it must not listen; called before the first connection is accepted
 * @throws {StartupError} when the descriptor is none of a TCP socket that listens
 */
export const listenOnSocket = async (
  listener: HttpListener,
  { fd, name }: PassedSocket,
  check: (bound: ListenAddress) => void,
): Promise<string> => {
  const bound = await listener.listenOnDescriptor(fd, check).catch((error: Error) => {
    throw error instanceof StartupError ? error : notListening(fd, name);
  });
  return toListenUrl(bound);
};

const notListening = (fd: number, name = 'unnamed'): StartupError =>
  new StartupError(
    `descriptor ${fd} (${name}) is not a TCP socket to listen on; a socket unit of systemd needs ListenStream=IP:PORT and Accept=no`,
  );
