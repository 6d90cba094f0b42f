import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { ByteMeter } from './byte-meter.js';
import type { Cut, Direction } from './fault.js';
import { FaultLink } from './fault-link.js';

/**
 * A TCP proxy between client and daemon that fails as it is told. Cuts, stalls and splits concern the
 * connections that are open; a delay or a throttle those to come as well, until it is lifted.
 */
export class FaultProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: URL;
  readonly #links = new Set<FaultLink>();
  /** Those whose client has gone without the daemon being told. */
  readonly #vanished = new Set<FaultLink>();
  readonly #meter = new ByteMeter();
  #cuts = 0;
  #isRefusing = false;
  #delayMs = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) =>
      this.#accept(client),
    );
  }

  /** Listens on a free port of loopback, in front of the daemon at `ws://IP:PORT`. */
  static async open(targetUrl: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(new URL(targetUrl));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Where a client dials instead of the daemon. */
  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The open connections; not those that have vanished. */
  get links(): readonly FaultLink[] {
    return [...this.#links];
  }

  /** Connections cut or made to vanish so far. */
  get cuts(): number {
    return this.#cuts;
  }

  /** Bytes forwarded so far, both ways. */
  get bytes(): number {
    return this.#meter.total;
  }

  /** Acts at the very byte when `bytes` more have been forwarded; at once for 0. */
  afterBytes(bytes: number, act: () => void): void {
    this.#meter.after(bytes, act);
  }

  cutAll(cut: Cut): void {
    for (const link of this.#links) {
      this.#cuts += 1;
      link.cut(cut);
    }
  }

  /** The client's ends break, the daemon's stay open and silent; returns what resets those in the end. */
  vanish(): () => void {
    const vanished = this.links;
    for (const link of vanished) {
      this.#cuts += 1;
      this.#links.delete(link);
      this.#vanished.add(link);
      link.vanish();
    }
    return () => {
      for (const link of vanished) {
        link.cut('reset');
      }
    };
  }

  /** From now on nothing is forwarded on the open connections, and nothing is closed. */
  stall(direction: Direction | 'both' = 'both'): void {
    for (const lane of this.#lanes(direction)) {
      lane.stall();
    }
  }

  /** Ends every stall; what was held back is forwarded. */
  resume(): void {
    for (const lane of this.#lanes('both')) {
      lane.resume();
    }
  }

  /** What comes in leaves this many milliseconds later; 0 lifts it. */
  delay(ms: number): void {
    this.#delayMs = ms;
    for (const lane of this.#lanes('both')) {
      lane.delay(ms);
    }
  }

  /** How much each connection forwards each way; `Infinity` lifts it. */
  throttle(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
    for (const lane of this.#lanes('both')) {
      lane.throttle(bytesPerSecond);
    }
  }

  /** The next bytes of each open connection leave one by one. */
  split(bytes: number, direction: Direction | 'both' = 'both'): void {
    for (const lane of this.#lanes(direction)) {
      lane.split(bytes);
    }
  }

  /** Answers every new connection with a reset, until `accept`. */
  refuse(): void {
    this.#isRefusing = true;
  }

  accept(): void {
    this.#isRefusing = false;
  }

  /** Resets what is open, and listens no more. */
  async close(): Promise<void> {
    this.#meter.clear();
    this.refuse();
    this.#server.close();
    for (const link of [...this.#links, ...this.#vanished]) {
      link.cut('reset');
    }
    await once(this.#server, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #accept(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const { hostname, port } = this.#target;
    const daemon = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    daemon.once('error', () => client.resetAndDestroy());
    daemon.once('connect', () => this.#join(client, daemon));
  }

  #join(client: Socket, daemon: Socket): void {
    if (this.#isRefusing || client.destroyed) {
      client.resetAndDestroy();
      daemon.resetAndDestroy();
      return;
    }
    const link = new FaultLink(client, daemon, this.#meter);
    this.#links.add(link);
    void link.closed.then(() => {
      this.#links.delete(link);
      this.#vanished.delete(link);
    });
    for (const lane of link.lanes('both')) {
      lane.delay(this.#delayMs);
      lane.throttle(this.#bytesPerSecond);
    }
    client.resume();
  }

  #lanes(direction: Direction | 'both') {
    return this.links.flatMap((link) => link.lanes(direction));
  }
}
