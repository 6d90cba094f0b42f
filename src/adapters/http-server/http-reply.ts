import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { endSocket } from '../shared/end-socket.js';

/** A reply to a request that is not upgraded. */
export interface HttpReply {
  readonly status: number;
  /** Plain text; empty: no body and no content type. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The reply to a probe, which refuses no client. */
  readonly isUnlogged?: true;
  /** Log fields that the body does not contain. */
  readonly logged?: { readonly reason: string; readonly origin?: string; readonly host?: string };
}

/** A reply without a body. */
export const emptyReply = (status: number, headers: Record<string, string> = {}): HttpReply => ({
  status,
  body: '',
  headers,
});

/** A refusal with its reason in plain text. */
export const textReply = (
  status: number,
  body: string,
  headers: Record<string, string> = {},
): HttpReply => ({ status, body, headers });

/** The same reply to a HEAD request: with the length of the body, but without the body. */
export const withoutBody = (reply: HttpReply): HttpReply => ({
  ...reply,
  body: '',
  headers: headersOf(reply),
});

/** Replies to an ordinary request; its connection stays open. */
export const sendReply = (response: ServerResponse, reply: HttpReply): void => {
  response.writeHead(reply.status, headersOf(reply));
  response.end(reply.body);
};

/** Replies on a socket that Node has passed to an `upgrade` or `clientError` listener, and closes it. */
export const sendReplyAndClose = (socket: Duplex, reply: HttpReply): void => {
  const headers = Object.entries({ ...headersOf(reply), connection: 'close' });
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const statusLine = `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? ''}`;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  endSocket(socket, `${statusLine}\r\n${head}\r\n${reply.body}`);
};

const headersOf = (reply: HttpReply): Record<string, string> => ({
  ...(reply.body === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }),
  'content-length': String(Buffer.byteLength(reply.body)),
  ...reply.headers,
});
