import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { ConnectFailed } from '../errors.js';
import type { Transport, TransportListener } from './transport.js';

/** How long a server may take to open the WebSocket. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** An answer that refuses the WebSocket is read up to here. */
const MAX_REFUSAL_BYTES = 1024;

/** Opens a WebSocket. @throws {ConnectFailed} */
export const dialWebSocket = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Transport> => {
  signal.throwIfAborted();
  const websocket = open(url, headers);
  let socket: Socket | undefined;
  websocket.once('upgrade', (response) => {
    socket = response.socket;
  });
  const transport = new WebSocketTransport(websocket, () => socket?.bytesRead ?? 0);
  const abort = (): void => websocket.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await opened(websocket, url);
    return transport;
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

const open = (url: string, headers: Readonly<Record<string, string>>): WebSocket => {
  try {
    return new WebSocket(url, {
      // The protocol allows no compression, and JSON is parsed from bytes.
      perMessageDeflate: false,
      skipUTF8Validation: true,
      // A pong acknowledges output, which is for the client to decide.
      autoPong: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      headers,
    });
  } catch (error) {
    throw new ConnectFailed(url, (error as Error).message);
  }
};

const opened = (websocket: WebSocket, url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    websocket.once('open', resolve);
    websocket.on('error', (error) => reject(new ConnectFailed(url, error.message)));
    websocket.once('unexpected-response', (_, response) => {
      void refusal(response).then((text) => {
        const status = response.statusCode ?? 0;
        reject(new ConnectFailed(url, `the server answered ${status} ${text}`.trim(), status));
        websocket.terminate();
      });
    });
  });

/** The text with which the server refuses. */
const refusal = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  try {
    for await (const bytes of response) {
      text += bytes;
      if (text.length > MAX_REFUSAL_BYTES) {
        break;
      }
    }
  } catch {
    // What came of it is enough.
  }
  return text.slice(0, MAX_REFUSAL_BYTES);
};

class WebSocketTransport implements Transport {
  readonly #websocket: WebSocket;
  readonly #bytesRead: () => number;
  /** Why it broke without a Close frame, such as `read ECONNRESET`. */
  #failure = '';

  constructor(websocket: WebSocket, bytesRead: () => number) {
    this.#websocket = websocket;
    this.#bytesRead = bytesRead;
    websocket.on('error', ({ message }) => {
      this.#failure = message;
    });
  }

  get receivedBytes(): number {
    return this.#bytesRead();
  }

  listen(listener: TransportListener): void {
    this.#websocket.on('message', (data: Buffer) => listener.onMessage(data));
    this.#websocket.on('ping', (payload: Buffer) => listener.onPing(payload));
    this.#websocket.once('close', (code, reason) =>
      listener.onClosed(code, reason.toString() || this.#failure),
    );
    if (this.#websocket.readyState === WebSocket.CLOSED) {
      listener.onClosed(1006, this.#failure);
    }
  }

  send(message: string | Buffer): void {
    // A message that could not be sent is reported by `onClosed`.
    this.#websocket.send(message, { binary: false }, () => undefined);
  }

  ping(): void {
    if (this.#websocket.readyState === WebSocket.OPEN) {
      this.#websocket.ping(undefined, true, () => undefined);
    }
  }

  pong(payload: Buffer): void {
    if (this.#websocket.readyState === WebSocket.OPEN) {
      this.#websocket.pong(payload, true, () => undefined);
    }
  }

  close(): void {
    this.#websocket.close();
  }

  terminate(): void {
    this.#websocket.terminate();
  }
}
