import type { JsonRpcErrorObject } from '../../protocol/json-rpc.js';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import type { OutputChunk } from '../../protocol/process.js';

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

/** @throws {SyntaxError} for what is no message of the protocol. */
export const parseMessage = (message: Buffer): Received => {
  const event = parseOutput(message);
  return event === undefined ? parseJson(message) : { kind: 'output', event };
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
    bytes: Buffer.from(message.toString('latin1', prefix.length, end), 'base64'),
  };
};

const parseJson = (message: Buffer): Received => {
  const parsed = JSON.parse(message.toString('utf8'));
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
