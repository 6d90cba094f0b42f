import type { Socket } from 'node:net';
import type { NetworkLimits } from '../../application/limits/network-limits.js';
import type { NetworkJudge } from '../../application/ports/network-proxy-provider.js';
import { normalizeHost } from '../../domain/network/host-name.js';
import type { Connector } from './connector.js';
import { clientOf, tunnel } from './dial.js';
import {
  GREETING_ACCEPTED,
  REPLIES,
  type Read,
  readGreeting,
  readRequest,
  reply,
  SILENCE,
} from './socks-messages.js';

/** Largest greeting and largest request together. */
const MAX_BYTES = 1024;

/** A host is a name or an address: nothing that a resolver would take for more, or for another one, as `parseAuthority`. */
const HOST = /^(?:(?![/\\?#@%])[!-~])+$/;

/** Serves one connection of a SOCKS client. */
export const serveSocks = (
  socket: Socket,
  judge: NetworkJudge,
  limits: NetworkLimits,
  connector: Connector,
): void => {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(limits.proxyRequestTimeoutMs, () => socket.destroy());
  void serve(socket, judge, connector).catch(() => socket.destroy());
};

const serve = async (socket: Socket, judge: NetworkJudge, connector: Connector): Promise<void> => {
  const reader = new Reader(socket);
  const greeting = await reader.read(readGreeting);
  if (greeting === undefined) {
    return;
  }
  socket.write(GREETING_ACCEPTED);
  const target = await reader.read(readRequest);
  if (target === undefined) {
    return;
  }
  socket.setTimeout(0);
  if (!HOST.test(target.host)) {
    socket.end(reply(REPLIES.generalFailure));
    return;
  }
  const { port } = target;
  const host = normalizeHost(target.host.includes(':') ? `[${target.host}]` : target.host);
  const admission = await judge.judge({
    protocol: 'socks5_tcp',
    host,
    port,
    method: undefined,
    client: clientOf(socket),
  });
  if ('refusal' in admission) {
    socket.end(reply(REPLIES.notAllowed));
    return;
  }
  try {
    const origin = await connector.forSocks({ host, port }, admission);
    if (socket.destroyed) {
      origin.destroy();
      return;
    }
    socket.write(reply(REPLIES.succeeded));
    tunnel(socket, origin);
  } catch (error) {
    socket.end(reply(replyTo((error as NodeJS.ErrnoException).code)));
  }
};

const replyTo = (code: string | undefined): number => {
  switch (code) {
    case 'ECONNREFUSED':
      return REPLIES.refused;
    case 'ENETUNREACH':
      return REPLIES.networkUnreachable;
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return REPLIES.hostUnreachable;
    default:
      return REPLIES.generalFailure;
  }
};

/** Reads messages of a client; what comes behind the last one stays in the socket. */
class Reader {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Resolves with the next message; undefined when there is none, and the client has been answered. */
  async read<T>(parse: (bytes: Buffer) => Read<T>): Promise<T | undefined> {
    let bytes = Buffer.alloc(0);
    for (;;) {
      const result = parse(bytes);
      if (Buffer.isBuffer(result) || bytes.length > MAX_BYTES) {
        this.#socket.end(Buffer.isBuffer(result) ? result : SILENCE);
        return undefined;
      }
      if (result !== 'incomplete') {
        if (bytes.length > result.length) {
          this.#socket.unshift(bytes.subarray(result.length));
        }
        return result.message;
      }
      const more = await this.#more();
      if (more === undefined) {
        return undefined;
      }
      bytes = Buffer.concat([bytes, more]);
    }
  }

  async #more(): Promise<Buffer | undefined> {
    const socket = this.#socket;
    const taken: Buffer | null = socket.read();
    if (taken !== null) {
      return taken;
    }
    if (socket.readableEnded || socket.destroyed) {
      return undefined;
    }
    await new Promise<void>((resolve) => {
      const settle = (): void => {
        for (const event of ['readable', 'end', 'close']) {
          socket.off(event, settle);
        }
        resolve();
      };
      for (const event of ['readable', 'end', 'close']) {
        socket.on(event, settle);
      }
    });
    const bytes: Buffer | null = socket.read();
    return bytes ?? undefined;
  }
}
