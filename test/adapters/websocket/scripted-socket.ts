import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import type { JsonRpcServer } from '../../../src/adapters/json-rpc/json-rpc-server.js';
import type { MessageTransport } from '../../../src/adapters/json-rpc/message-transport.js';
import { WebSocketAcceptor } from '../../../src/adapters/websocket/websocket-acceptor.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/application/limits/limits.js';

const HEADERS = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** A socket whose every move the test makes; what arrives is given to `push`. */
export class ScriptedSocket extends Duplex {
  /** Writes are accepted at once unless the test holds them back. */
  isStuck = false;
  readonly #unaccepted: (() => void)[] = [];
  /** All that was written, also what is held back. */
  written = Buffer.alloc(0);

  override _read(): void {
    // The test pushes.
  }

  override _write(chunk: Buffer, _encoding: string, accepted: () => void): void {
    this.written = Buffer.concat([this.written, chunk]);
    this.#unaccepted.push(accepted);
    if (!this.isStuck) {
      this.accept();
    }
  }

  /** The system accepts what was held back. */
  accept(): void {
    for (const accepted of this.#unaccepted.splice(0)) {
      accepted();
    }
  }

  setNoDelay(): void {
    // It delays nothing.
  }
}

/** The transport of a WebSocket over that socket. */
export const openOver = (
  socket: ScriptedSocket,
  limits: Partial<Limits> = {},
): MessageTransport => {
  let transport: MessageTransport | undefined;
  const serve = (opened: MessageTransport): void => {
    transport = opened;
  };
  const jsonRpc = { serve } as unknown as JsonRpcServer;
  const request = { method: 'GET', headers: { ...HEADERS } } as unknown as IncomingMessage;
  const client = { address: '127.0.0.1', subject: undefined };
  new WebSocketAcceptor(jsonRpc, { ...DEFAULT_LIMITS, ...limits }).accept(
    request,
    socket,
    Buffer.alloc(0),
    client,
  );
  if (transport === undefined) {
    throw new Error('not opened');
  }
  return transport;
};
