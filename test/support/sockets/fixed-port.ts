import { once } from 'node:events';
import { createServer } from 'node:net';

const LOWEST = 10_000;
/** From here on the system gives ports to whoever asks for any, and to outgoing connections. */
const FIRST_GIVEN = 32_768;

/**
 * A free port of loopback that the system gives to nobody: a server may listen on it now, and again when it has
 * ended. One that was given may belong to another connection of this host by then.
 */
export const fixedPort = async (): Promise<number> => {
  const port = LOWEST + Math.floor(Math.random() * (FIRST_GIVEN - LOWEST));
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return fixedPort();
  }
  await new Promise((resolve) => server.close(resolve));
  return port;
};
