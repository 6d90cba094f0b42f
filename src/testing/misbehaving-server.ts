import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { socketOf } from './web-socket.js';

/** What a server does that none may do. */
export type Misbehavior =
  /** Accepts connections and never answers a request, nor a ping. */
  | 'silent'
  /** Answers each request under an id that nothing was asked with. */
  | 'wrong-id'
  /** Answers each request with an error without code and message. */
  | 'malformed-error'
  /** Answers each request with a result of another shape. */
  | 'wrong-result'
  /** Sends text that is no JSON. */
  | 'no-json'
  /** Sends the first half of a frame of each answer, then breaks the connection. */
  | 'half-frame'
  /** Sends a frame with reserved bits. */
  | 'invalid-frame'
  /** Closes the connection with code 1008 at the first request. */
  | 'closing'
  /** Refuses the WebSocket with HTTP status 500. */
  | 'refusing';

/**
 * A server for tests of clients: it answers well until it is told to misbehave, so that a client meets the fault where the test wants
 * it.
 *
 * @example
 * ```ts
 * await using server = await MisbehavingServer.open();
 * const client = await connect(server.url);
 * server.misbehavior = 'half-frame';
 * ```
 */
export class MisbehavingServer implements AsyncDisposable {
  /** From the next request, or connection, on; undefined: it behaves. */
  misbehavior: Misbehavior | undefined;
  readonly #server: WebSocketServer;
  #requests = 0;
  #connections = 0;

  private constructor() {
    this.#server = new WebSocketServer({
      host: '127.0.0.1',
      port: 0,
      autoPong: false,
      verifyClient: (_, done) => done(this.misbehavior !== 'refusing', 500),
    });
    this.#server.on('connection', (websocket) => {
      this.#connections += 1;
      websocket.on('error', () => undefined);
      websocket.on('ping', (payload) => this.misbehavior !== 'silent' && websocket.pong(payload));
      websocket.on('message', (data: Buffer) =>
        this.#answer(websocket, JSON.parse(data.toString())),
      );
    });
  }

  /** Listens on a free port of loopback. */
  static async open(misbehavior?: Misbehavior): Promise<MisbehavingServer> {
    const server = new MisbehavingServer();
    server.misbehavior = misbehavior;
    await once(server.#server, 'listening');
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests so far. */
  get requests(): number {
    return this.#requests;
  }

  /** Connections so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Breaks every connection, and listens no more. */
  async close(): Promise<void> {
    for (const websocket of this.#server.clients) {
      websocket.terminate();
    }
    this.#server.close();
    await once(this.#server, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #answer(websocket: WebSocket, { id, method }: { id?: number; method: string }): void {
    if (id === undefined) {
      return;
    }
    this.#requests += 1;
    const result = method === 'initialize' ? INITIALIZED : {};
    switch (this.misbehavior) {
      case undefined:
      case 'refusing':
        websocket.send(JSON.stringify({ id, result }));
        break;
      case 'silent':
        break;
      case 'wrong-id':
        websocket.send(JSON.stringify({ id: id + 1_000_000, result }));
        break;
      case 'malformed-error':
        websocket.send(JSON.stringify({ id, error: 'broken' }));
        break;
      case 'wrong-result':
        websocket.send(JSON.stringify({ id, result: [result] }));
        break;
      case 'no-json':
        websocket.send('{"id":');
        break;
      case 'half-frame':
        sendHalf(websocket, JSON.stringify({ id, result }));
        break;
      case 'invalid-frame':
        socketOf(websocket).write(Buffer.from([0xf1, 0x00]));
        break;
      case 'closing':
        websocket.close(1008, 'no more');
    }
  }
}

const INITIALIZED = {
  sessionId: 'session',
  environmentInfo: {
    shell: { name: 'sh', path: '/bin/sh' },
    executorVersion: '0',
    providerId: 'misbehaving',
    cwd: 'file:///',
    platformOs: 'linux',
    prependPathDirs: [],
    temporaryDirectories: [],
    capabilities: {},
  },
};

/** The first half of a text frame. */
const sendHalf = (websocket: WebSocket, text: string): void => {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(4);
  header.writeUInt16BE(0x81_7e);
  header.writeUInt16BE(payload.length, 2);
  const frame = Buffer.concat([header, payload]);
  const socket = socketOf(websocket);
  socket.write(frame.subarray(0, Math.ceil(frame.length / 2)), () => socket.resetAndDestroy());
};
