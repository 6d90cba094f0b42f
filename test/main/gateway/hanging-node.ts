import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A node that says who it is, and does not answer what is asked of it. */
export class HangingNode implements AsyncDisposable {
  readonly url: string;
  readonly #server: Server;
  /** Connections to it. */
  readonly #dialled = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(name: string): Promise<HangingNode> {
    const description = JSON.stringify({ name, sessions: 0, maxSessions: 10, draining: false });
    const server = createServer((_, response) => response.end(description));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const node = new HangingNode(server);
    server.on('upgrade', (_, socket) => {
      node.#dialled.add(socket as Socket);
      socket.on('error', () => undefined);
      // The server of `node:http` leaves its side open.
      socket.resume().once('end', () => socket.destroy());
      socket.once('close', () => node.#dialled.delete(socket as Socket));
    });
    return node;
  }

  /** Resolves when it has been dialled. */
  async isDialled(): Promise<void> {
    if (this.#dialled.size === 0) {
      await once(this.#server, 'upgrade');
    }
  }

  /** Resolves when every connection that dialled it is closed. */
  async isLeft(): Promise<void> {
    await Promise.all([...this.#dialled].map((socket) => once(socket, 'close')));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#dialled) {
      socket.destroy();
    }
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
