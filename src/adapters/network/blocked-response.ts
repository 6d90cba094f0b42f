import type { ServerResponse } from 'node:http';
import {
  type ConnectionAttempt,
  REASONS,
  type Refusal,
} from '../../domain/network/network-decision.js';

/** A refused request, as upstream words it for the program that sent it. */
interface BlockedText {
  /** Value of `x-proxy-error`. */
  readonly error: string;
  readonly message: string;
}

const BY_REASON: Readonly<Record<string, BlockedText>> = {
  [REASONS.denied]: {
    error: 'blocked-by-denylist',
    message: 'Domain denied by the sandbox policy.',
  },
  [REASONS.notAllowed]: { error: 'blocked-by-allowlist', message: 'Domain not in allowlist.' },
  [REASONS.notAllowedLocal]: {
    error: 'blocked-by-allowlist',
    message: 'Sandbox policy blocks local/private network addresses.',
  },
  [REASONS.methodNotAllowed]: {
    error: 'blocked-by-method-policy',
    message: 'Method not allowed in limited mode.',
  },
  [REASONS.inspectionRequired]: {
    error: 'blocked-by-mitm-required',
    message: 'MITM required for limited HTTPS.',
  },
};
const OTHERWISE: BlockedText = {
  error: 'blocked-by-policy',
  message: 'Request blocked by network policy.',
};

const textOf = (reason: string): BlockedText =>
  Object.hasOwn(BY_REASON, reason) ? (BY_REASON[reason] ?? OTHERWISE) : OTHERWISE;

/** Answers a request that is refused. */
export const sendBlocked = (
  response: ServerResponse,
  { host, port, protocol }: Pick<ConnectionAttempt, 'host' | 'port' | 'protocol'>,
  { decision, reason, source }: Refusal,
): void => {
  const { error, message } = textOf(reason);
  const status = 'blocked';
  sendJson(response, error, { status, host, reason, decision, source, protocol, port, message });
};

/** Answers a request to a Unix socket: 501, since there is no such proxy on Linux. */
export const sendSocketRefused = (response: ServerResponse, { reason }: Refusal): void => {
  if (reason === REASONS.socketsUnsupported) {
    sendText(response, 501, 'unix sockets unsupported');
  } else {
    sendJson(response, textOf(reason).error, { status: 'blocked', host: 'unix-socket', reason });
  }
};

/** Answers in plain text. */
export const sendText = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': text.length });
  response.end(text);
};

/** The same to a CONNECT, for which Node has no response object; the connection is closed. */
export const connectResponse = (status: string, text: string, error?: string): string =>
  [
    `HTTP/1.1 ${status}`,
    'content-type: text/plain',
    ...(error === undefined ? [] : [`x-proxy-error: ${error}`]),
    'connection: close',
    `content-length: ${text.length}`,
    '',
    text,
  ].join('\r\n');

/** A CONNECT that is refused. */
export const blockedConnect = ({ reason }: Refusal): string => {
  const { error, message } = textOf(reason);
  return connectResponse('403 Forbidden', message, error);
};

const sendJson = (response: ServerResponse, error: string, body: object): void => {
  const text = JSON.stringify(body);
  response.writeHead(403, {
    'content-type': 'application/json',
    'x-proxy-error': error,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
};
