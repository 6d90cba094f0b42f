import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Socket } from 'node:net';

const CHANNEL = 'net.server.socket';
const PATIENCE_MS = 25_000;

/** Watches the servers of this process: the server's end of each connection, by the client's port. */
export class ServerSockets implements Disposable {
  readonly #sockets = new Map<number | undefined, Socket>();

  constructor() {
    subscribe(CHANNEL, this.#add);
  }

  /** Resolves when the server's end of the client's connection is closed and its descriptor free. @throws {AbortError} if not soon. */
  async closed(clientPort: number | undefined): Promise<void> {
    const socket = this.#sockets.get(clientPort);
    if (socket === undefined) {
      throw new Error('no server has accepted this connection');
    }
    if (!socket.closed) {
      await once(socket, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
    }
  }

  [Symbol.dispose](): void {
    unsubscribe(CHANNEL, this.#add);
    for (const socket of this.#sockets.values()) {
      socket.destroy();
    }
  }

  readonly #add = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    this.#sockets.set(socket.remotePort, socket);
  };
}
