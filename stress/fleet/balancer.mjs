import { connect, createServer } from 'node:net';

/** One address for several gateways, taken in turn: the next one where one refuses, as a TCP load balancer does. */
export class Balancer {
  #server;
  #next = 0;
  /** Ports of the gateways. */
  ports = [];

  static async start() {
    const balancer = new Balancer();
    balancer.#server = createServer({ allowHalfOpen: true }, (client) => balancer.#join(client));
    await new Promise((resolve) => balancer.#server.listen(0, '127.0.0.1', resolve));
    return balancer;
  }

  get url() {
    return `ws://127.0.0.1:${this.#server.address().port}`;
  }

  stop() {
    this.#server.close();
  }

  #join(client) {
    client.on('error', () => client.destroy());
    this.#next += 1;
    this.#dial(
      client,
      this.ports.map((_, index) => this.ports[(this.#next + index) % this.ports.length]),
    );
  }

  #dial(client, [port, ...others]) {
    if (port === undefined || client.destroyed) {
      client.destroy();
      return;
    }
    const gateway = connect(port, '127.0.0.1');
    const refused = () => this.#dial(client, others);
    gateway.once('error', refused);
    gateway.once('connect', () => {
      gateway.off('error', refused);
      gateway.on('error', () => client.destroy());
      gateway.on('close', () => client.destroySoon());
      client.on('close', () => gateway.destroy());
      gateway.setNoDelay(true);
      client.setNoDelay(true);
      client.pipe(gateway);
      gateway.pipe(client);
    });
  }
}
