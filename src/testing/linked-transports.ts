import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';

/** Two connected transports: each receives what the other sends, in a later event-loop tick. */
export const linkedTransports = (): [server: MessageTransport, client: MessageTransport] => {
  const server = new LinkedTransport();
  const client = new LinkedTransport();
  server.peer = client;
  client.peer = server;
  return [server, client];
};

class LinkedTransport implements MessageTransport {
  readonly source = 'in-memory JSON-RPC message from exec-server linked client';
  readonly unsentBytes = 0;
  peer: LinkedTransport | undefined;
  #isPaused = false;
  #inbox: (string | Buffer)[] = [];
  #onMessage: (message: string | Buffer) => void = () => undefined;
  #onEnd: () => void = () => undefined;

  send(message: string | Buffer): void {
    this.peer?.receive(message);
  }

  terminate(): void {
    const peer = this.peer;
    this.peer = undefined;
    if (peer === undefined) {
      return;
    }
    setImmediate(() => this.#onEnd());
    peer.terminate();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#flush();
  }

  onMessage(listener: (message: string | Buffer) => void): void {
    this.#onMessage = listener;
    this.#flush();
  }

  requestAck(onAck: () => void): void {
    if (this.peer !== undefined) {
      setImmediate(onAck);
    }
  }

  async probe(): Promise<boolean> {
    return this.peer !== undefined;
  }

  onDrain(): void {
    // Never called: the peer accepts everything at once.
  }

  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  receive(message: string | Buffer): void {
    this.#inbox.push(message);
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    if (this.#isPaused) {
      return;
    }
    const inbox = this.#inbox;
    this.#inbox = [];
    for (const message of inbox) {
      this.#onMessage(message);
    }
  }
}
