import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP relay to a port of this host, which can be turned off: connections are reset, and new ones refused. */
export class Relay {
  #port;
  #target;
  #server;
  #sockets = new Set();

  constructor(target) {
    this.#target = target;
  }

  get port() {
    return this.#port;
  }

  async on() {
    this.#server = createServer((near) => {
      const far = connect(this.#target, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.setNoDelay(true).on('error', () => undefined);
        socket.once('close', () => {
          this.#sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
    this.#server.listen(this.#port ?? 0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = this.#server.address().port;
  }

  off() {
    this.#server.close();
    for (const socket of this.#sockets) {
      socket.resetAndDestroy();
    }
  }
}
