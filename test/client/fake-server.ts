import type { Transport, TransportListener } from '../../src/client/connection/transport.js';
import { ConnectFailed } from '../../src/client/errors.js';

/** A request that the client sent. */
export interface SentRequest {
  readonly id: number;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method
  readonly params: any;
  readonly trace?: unknown;
}

/** One connection of a client, seen from the server. */
export class FakeConnection implements Transport {
  receivedBytes = 0;
  readonly pongs: string[] = [];
  pings = 0;
  isEnded = false;
  readonly #sent: SentRequest[] = [];
  #listener: TransportListener | undefined;
  readonly #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
  }

  /** The requests so far, notifications not. */
  get requests(): readonly SentRequest[] {
    return this.#sent;
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  send(text: string | Buffer): void {
    const message = JSON.parse(text.toString());
    if (this.isEnded || message.id === undefined) {
      return;
    }
    this.#sent.push(message);
    if (message.method === 'initialize' && this.#server.answersInitialize) {
      this.#server.initialize(this, message);
    }
  }

  answer(request: SentRequest | undefined, result: unknown): void {
    this.tell({ id: request?.id, result });
  }

  refuse(request: SentRequest | undefined, code: number, message: string): void {
    this.tell({ id: request?.id, error: { code, message } });
  }

  notify(method: string, params: unknown): void {
    this.tell({ method, params });
  }

  /** Sends output as the server does, which the client reads by its text. */
  output(processId: string, seq: number, text: string, stream = 'stdout'): void {
    const chunk = Buffer.from(text).toString('base64');
    this.notify('process/output', { processId, seq, stream, chunk });
  }

  tell(message: unknown): void {
    this.receivedBytes += 1;
    this.#listener?.onMessage(Buffer.from(JSON.stringify(message)));
  }

  /** Sends a ping. */
  probe(payload: string): void {
    this.receivedBytes += 1;
    this.#listener?.onPing(Buffer.from(payload));
  }

  cut(code = 1006): void {
    this.isEnded = true;
    this.#listener?.onClosed(code, '');
  }

  ping(): void {
    this.pings += 1;
  }

  pong(payload: Buffer): void {
    this.pongs.push(payload.toString());
  }

  close(): void {
    this.cut(1000);
  }

  terminate(): void {
    this.cut();
  }
}

/** A server whose connections a test holds in its hands. */
export class FakeServer {
  readonly connections: FakeConnection[] = [];
  answersInitialize = true;
  hasExtensions = true;
  /** How it refuses connections; undefined: it accepts them. */
  refusal: Error | undefined;
  /** How it refuses `initialize`. */
  initializeError: { code: number; message: string } | undefined;

  readonly dial = async (): Promise<Transport> => {
    if (this.refusal !== undefined) {
      throw this.refusal;
    }
    const connection = new FakeConnection(this);
    this.connections.push(connection);
    return connection;
  };

  get newest(): FakeConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) {
      throw new Error('nobody has connected');
    }
    return connection;
  }

  refuseConnections(status?: number): void {
    this.refusal = new ConnectFailed('ws://fake', 'refused', status);
  }

  acceptConnections(): void {
    this.refusal = undefined;
  }

  initialize(connection: FakeConnection, request: SentRequest): void {
    if (this.initializeError !== undefined) {
      connection.tell({ id: request.id, error: this.initializeError });
      return;
    }
    connection.answer(request, {
      sessionId: request.params.resumeSessionId ?? 'session-1',
      environmentInfo: { cwd: 'file:///home/me' },
      ...(this.hasExtensions && { extensions: { version: 1, sessionTtlMs: 80_000 } }),
    });
  }
}
