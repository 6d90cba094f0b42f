import { once } from 'node:events';
import { createServer, type ListenOptions } from 'node:net';
import koffi from 'koffi';

const dup = koffi.load(null).func('int dup(int)');

/** A descriptor of this process of a socket that listens, as a service manager hands one over, and its port. */
export const listeningDescriptor = async (
  where: ListenOptions,
): Promise<{ fd: number; port: number }> => {
  const server = createServer().listen(where);
  await once(server, 'listening');
  const address = server.address();
  const { _handle: handle } = server as unknown as { _handle: { fd: number } };
  const fd: number = dup(handle.fd);
  // The other descriptor keeps the socket, on which this process must not accept.
  await new Promise((resolve) => server.close(resolve));
  return { fd, port: typeof address === 'object' && address !== null ? address.port : 0 };
};
