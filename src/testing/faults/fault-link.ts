import type { Socket } from 'node:net';
import type { ByteMeter } from './byte-meter.js';
import type { Cut, Direction } from './fault.js';
import { FaultLane } from './fault-lane.js';

/** How long an end that was closed in order may take to close as well. */
const FAREWELL_MS = 1000;

/** One connection through the proxy: the client's socket, the daemon's, and a lane each way. */
export class FaultLink {
  /** Resolves when both ends are closed. */
  readonly closed: Promise<unknown>;
  readonly #client: Socket;
  readonly #daemon: Socket;
  readonly #lanes: Readonly<Record<Direction, FaultLane>>;

  constructor(client: Socket, daemon: Socket, meter: ByteMeter) {
    this.#client = client;
    this.#daemon = daemon;
    this.#lanes = {
      toClient: new FaultLane(daemon, client, meter),
      toDaemon: new FaultLane(client, daemon, meter),
    };
    this.closed = Promise.all(
      [client, daemon].map((socket) => {
        socket.setNoDelay(true);
        socket.on('error', () => undefined);
        return new Promise<void>((resolve) => socket.once('close', () => resolve()));
      }),
    );
  }

  /** The port by which the daemon knows this connection. */
  get port(): number {
    return this.#daemon.localPort ?? 0;
  }

  lanes(direction: Direction | 'both'): readonly FaultLane[] {
    if (direction !== 'both') {
      return [this.#lanes[direction]];
    }
    return [this.#lanes.toClient, this.#lanes.toDaemon];
  }

  /** Cuts both ends; what has not left yet is lost. */
  cut(cut: Cut): void {
    this.#silence();
    end(this.#client, cut);
    end(this.#daemon, cut);
  }

  /** Breaks the client's end and leaves the daemon's open: nothing comes from it, and nothing is read. */
  vanish(): void {
    this.#silence();
    this.#daemon.pause();
    end(this.#client, 'reset');
  }

  #silence(): void {
    for (const lane of this.lanes('both')) {
      lane.close();
    }
  }
}

const end = (socket: Socket, cut: Cut): void => {
  if (socket.destroyed) {
    return;
  }
  if (cut === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  socket.end();
  const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
  socket.once('close', () => clearTimeout(timer));
};
