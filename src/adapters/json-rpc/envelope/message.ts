import type { TraceContext } from '../../../application/ports/tracing.js';
import { decodeUtf8Message, extractLongBase64, type SplitMessage } from './extract-base64.js';
import { type JsonScan, parseScanned, scanJson } from './scan-json.js';

/** A client's message, classified by its envelope. */
export type Message =
  | Request
  | { readonly kind: 'notification'; readonly method: string }
  /** A response to a request of the server; an error has no result. */
  | { readonly kind: 'response'; readonly id: RequestId; readonly result: unknown }
  | { readonly kind: 'malformed'; readonly detail: string };

/** A request that is to be answered. */
export interface Request {
  readonly kind: 'request';
  readonly id: RequestId;
  readonly method: string;
  readonly params: unknown;
  /** The client's span; undefined: it sent none. */
  readonly trace: TraceContext | undefined;
}

/** The id of a request as JSON text, echoed exactly: integers may exceed a double. */
export type RequestId = string;

const MIN_I64 = -(2n ** 63n);
const MAX_I64 = 2n ** 63n - 1n;

/** Reads one message by the rules of docs/protocol.md sections 3.2 and 3.3. Never throws. */
export const readMessage = (message: string | Buffer): Message => {
  try {
    if (typeof message === 'string') {
      return read(message);
    }
    return readSplit(message) ?? read(decodeUtf8Message(message));
  } catch (error) {
    return { kind: 'malformed', detail: error instanceof Error ? error.message : String(error) };
  }
};

/** Undefined when no long base64 is a direct member of `params`. */
const readSplit = (message: Buffer): Message | undefined => {
  const lifted = extractLongBase64(message);
  if (lifted === undefined) {
    return undefined;
  }
  const facts = scanJson(lifted.text);
  if (facts.longMembers?.get(lifted.member) !== lifted.at) {
    return undefined;
  }
  return classify(parseScanned(lifted.text, facts), facts, lifted);
};

const read = (text: string): Message => {
  const facts = scanJson(text);
  return classify(parseScanned(text, facts), facts);
};

const classify = (
  value: unknown,
  { numericId, exactNumbers }: JsonScan,
  lifted?: SplitMessage,
): Message => {
  if (!isObject(value)) {
    throw new SyntaxError('expected a JSON-RPC object');
  }
  if ('method' in value) {
    const trace = readTrace(value.trace);
    if (typeof value.method !== 'string') {
      throw new SyntaxError('method must be a string');
    }
    if (!('id' in value)) {
      return { kind: 'notification', method: value.method };
    }
    const id = requireId(value.id, numericId);
    const params = withExactNumbers(value.params ?? null, exactNumbers);
    if (lifted !== undefined && isObject(params)) {
      params[lifted.member] = lifted.base64;
    }
    return { kind: 'request', id, method: value.method, params, trace };
  }
  if ('result' in value) {
    return { kind: 'response', id: requireId(value.id, numericId), result: value.result };
  }
  requireError(value.error);
  return { kind: 'response', id: requireId(value.id, numericId), result: undefined };
};

/** Replaces integers that a double rounded by bigints. */
const withExactNumbers = (params: unknown, numbers: JsonScan['exactNumbers']): unknown => {
  if (numbers === undefined || !isObject(params)) {
    return params;
  }
  for (const [name, digits] of numbers) {
    if (digits !== undefined && !Number.isSafeInteger(params[name])) {
      params[name] = BigInt(digits);
    }
  }
  return params;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const requireId = (id: unknown, numericId: string | undefined): RequestId => {
  if (typeof id === 'string') {
    return JSON.stringify(id);
  }
  if (typeof id === 'number' && numericId !== undefined && isInt64(numericId)) {
    return numericId;
  }
  throw new SyntaxError('id must be a string or a 64-bit integer');
};

const isInt64 = (digits: string): boolean => {
  if (digits.length < 16) {
    return true;
  }
  if (digits.length > 20) {
    return false;
  }
  const value = BigInt(digits);
  return value >= MIN_I64 && value <= MAX_I64;
};

const requireError = (error: unknown): void => {
  if (error === undefined) {
    throw new SyntaxError('missing field `error`: neither method, result nor error is there');
  }
  if (!isObject(error)) {
    throw new SyntaxError('error must be an object');
  }
  if (!Number.isInteger(error.code)) {
    throw new SyntaxError('missing field `code`');
  }
  if (typeof error.message !== 'string') {
    throw new SyntaxError('missing field `message`');
  }
};

const readTrace = (trace: unknown): TraceContext | undefined => {
  if (trace === undefined || trace === null) {
    return undefined;
  }
  if (!isObject(trace)) {
    throw new SyntaxError('trace must be an object');
  }
  const traceparent = readTraceValue(trace.traceparent);
  const tracestate = readTraceValue(trace.tracestate);
  return traceparent === undefined ? undefined : { traceparent, tracestate };
};

const readTraceValue = (value: unknown): string | undefined => {
  if (typeof value === 'string') {
    return value;
  }
  if (value === undefined || value === null) {
    return undefined;
  }
  throw new SyntaxError('traceparent and tracestate must be strings');
};
