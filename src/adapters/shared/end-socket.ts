import type { Duplex } from 'node:stream';

/** How long a client may take to close its side. */
const LINGER_MS = 2000;

/** Sends the last bytes to a client and closes its connection. */
export const endSocket = (socket: Duplex, bytes: string | Buffer): void => {
  // Reads and discards what the client still sends; unread, it would hide that the client closes.
  socket.resume();
  socket.end(bytes);
  const linger = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(linger));
};
