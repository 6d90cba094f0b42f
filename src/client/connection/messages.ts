import type { JsonRpcErrorObject } from '../../protocol/json-rpc.js';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import type { OutputChunk } from '../../protocol/process.js';
import { base64Length, readBase64, writeBase64 } from './base64.js';

/** What a request is a part of, as W3C Trace Context has it. */
export interface TraceContext {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** A chunk of output, decoded. */
export interface OutputEvent {
  readonly processId: string;
  readonly seq: number;
  readonly stream: OutputChunk['stream'];
  readonly bytes: Buffer;
}

/** A message of the server. */
export type Received =
  | { readonly kind: 'output'; readonly event: OutputEvent }
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'request'; readonly id: string | number; readonly method: string }
  | { readonly kind: 'result'; readonly id: unknown; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: unknown; readonly error: JsonRpcErrorObject };

const OUTPUT =
  /^\{"method":"process\/output","params":\{"processId":"([^"\\]*)","seq":(\d+),"stream":"(stdout|stderr|pty)","chunk":"/;
/** Longer process ids are parsed as any other message. */
const HEAD_BYTES = 300;
const TAIL = '"}}';

/** An answer with the content of a file, which may be long. */
const CONTENT = /^\{"id":\d+,"result":\{"(chunk|dataBase64)":"/;

/** Content of a file in a result: text in base64, or the bytes where they were taken out of the message. */
export type FileContent = string | Buffer;

export const bytesOf = (content: FileContent): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'base64') : content;

/** @throws {SyntaxError} for what is no message of the protocol. */
export const parseMessage = (message: Buffer): Received => {
  const event = parseOutput(message);
  if (event !== undefined) {
    return { kind: 'output', event };
  }
  return parseContent(message) ?? parseJson(message.toString('utf8'));
};

/** Takes the content of a file out before the JSON is parsed, which takes eight times as long. */
const parseContent = (message: Buffer): Received | undefined => {
  const head = CONTENT.exec(message.toString('latin1', 0, HEAD_BYTES));
  if (head === null) {
    return undefined;
  }
  const [prefix, name = ''] = head;
  const end = message.indexOf('"', prefix.length);
  const received = parseJson(`${prefix}${message.toString('utf8', Math.max(end, prefix.length))}`);
  if (received.kind !== 'result') {
    return undefined;
  }
  const bytes = readBase64(message, prefix.length, end);
  return { ...received, result: { ...(received.result as object), [name]: bytes } };
};

/** Reads an output notification by its text: parsing the JSON would be most of the client's work. */
const parseOutput = (message: Buffer): OutputEvent | undefined => {
  const head = OUTPUT.exec(message.toString('latin1', 0, HEAD_BYTES));
  const end = message.length - TAIL.length;
  if (head === null || message.toString('latin1', end, message.length) !== TAIL) {
    return undefined;
  }
  const [prefix, processId = '', seq, stream] = head;
  return {
    processId,
    seq: Number(seq),
    stream: stream as OutputChunk['stream'],
    bytes: readBase64(message, prefix.length, end),
  };
};

const parseJson = (text: string): Received => {
  const parsed = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) {
    throw new SyntaxError('not an object');
  }
  const { id, method, params, result, error } = parsed;
  if (typeof method === 'string') {
    return id === undefined
      ? toNotification(method, params ?? {})
      : { kind: 'request', id, method };
  }
  if (isError(error)) {
    return { kind: 'error', id, error };
  }
  if (id === undefined || result === undefined || error !== undefined) {
    throw new SyntaxError('neither a request nor an answer');
  }
  return { kind: 'result', id, result };
};

const isError = (error: unknown): error is JsonRpcErrorObject =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  typeof error.code === 'number' &&
  'message' in error &&
  typeof error.message === 'string';

const toNotification = (method: string, params: OutputChunk & { processId: string }): Received => {
  if (method !== NOTIFICATIONS.processOutput) {
    return { kind: 'notification', method, params };
  }
  const { processId, seq, stream, chunk } = params;
  return {
    kind: 'output',
    event: { processId, seq, stream, bytes: Buffer.from(chunk, 'base64') },
  };
};

/** A request before it has an id. */
export interface RequestContent {
  readonly method: string;
  readonly params: unknown;
  readonly trace?: TraceContext | undefined;
}

/**
 * A request as it is sent: text, or its bytes where it has content as a Buffer (`chunk`, `dataBase64`), which goes as base64. A string of
 * it would be copied twice.
 */
export const requestMessage = (
  id: number,
  { method, params, trace }: RequestContent,
): string | Buffer => {
  const { chunk, dataBase64, ...rest } = (params ?? {}) as Record<string, unknown>;
  const [name, content] = chunk === undefined ? ['dataBase64', dataBase64] : ['chunk', chunk];
  if (!Buffer.isBuffer(content)) {
    return JSON.stringify({ id, method, trace, params });
  }
  const short = JSON.stringify({ id, method, trace, params: { ...rest, [name]: '' } });
  const head = Buffer.from(short.slice(0, -TAIL.length));
  const message = Buffer.allocUnsafe(head.length + base64Length(content.length) + TAIL.length);
  head.copy(message);
  message.write(TAIL, writeBase64(content, message, head.length), 'latin1');
  return message;
};
