import { isUtf8 } from 'node:buffer';
import type { HttpHeader, OutgoingHeader } from '../../domain/http/http-message.js';
import { ACCEPTED_ENCODINGS } from './decoding/decode-response.js';

/** Headers that the connection sets itself: message framing and connection lifetime. */
const OF_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** Sent unless the client sends its own. */
const DEFAULTS = [
  ['accept', '*/*'],
  ['accept-encoding', ACCEPTED_ENCODINGS],
] as const;

/** Name, value, name, value, … as undici sends them: in order, with repeats, one character per byte. */
export const toFieldList = (headers: readonly OutgoingHeader[]): string[] => {
  const [host] = headers.filter(({ name }) => name === 'host');
  const fields = headers.filter(
    (header) => !OF_CONNECTION.includes(header.name) && (header.name !== 'host' || header === host),
  );
  const list = fields.flatMap(({ name, value }) => [name, asBytes(value)]);
  for (const [name, value] of DEFAULTS) {
    if (!headers.some((header) => header.name === name)) {
      list.push(name, value);
    }
  }
  if (headers.some(asksToClose)) {
    list.push('connection', 'close');
  }
  return list;
};

const asksToClose = ({ name, value }: OutgoingHeader): boolean =>
  name === 'connection' && /(^|,)\s*close\s*(,|$)/i.test(value);

const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The headers of a response. One whose value is not UTF-8 is left out, since JSON cannot carry it. */
export const fromFieldList = (list: readonly Buffer[]): HttpHeader[] => {
  const headers: HttpHeader[] = [];
  for (let i = 0; i + 1 < list.length; i += 2) {
    const [name, value] = [list[i], list[i + 1]];
    if (name === undefined || value === undefined || !isUtf8(value)) {
      continue;
    }
    headers.push({ name: name.toString('latin1').toLowerCase(), value: value.toString().trim() });
  }
  return headers;
};
