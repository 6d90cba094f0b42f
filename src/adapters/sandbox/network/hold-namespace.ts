import { createServer, type Server } from 'node:net';

/** What the holder of a namespace says with each socket that it hands over. */
export interface HandOver {
  /** Its process id, as the daemon sees it. */
  readonly pid: number;
}

/**
 * Runs in a network namespace: hands as many listening sockets as asked for over to the daemon, and keeps the namespace
 * until the daemon closes the channel, or ends.
 */
export const holdNamespace = (sockets: number): void => {
  process.once('disconnect', () => process.exit());
  for (let count = 0; count < sockets; count += 1) {
    // The backlog is that of Node's own servers.
    const server: Server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const message: HandOver = { pid: process.pid };
      // It must not accept connections itself.
      process.send?.(message, server, {}, () => server.close());
    });
  }
};
