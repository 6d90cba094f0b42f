import { isUtf8 } from 'node:buffer';
import type { OutgoingHeader } from '../../domain/http/http-request.js';
import type { HttpHeader } from '../../domain/http/http-response.js';

/** Said by the connection itself: how the message is framed, and how long the connection lives. */
const OF_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** Name, value, name, value … as undici sends them: in order, repeats and all, a character a byte. */
export const toFieldList = (headers: readonly OutgoingHeader[]): string[] => {
  const [host] = headers.filter(({ name }) => name === 'host');
  const fields = headers.filter(
    (header) => !OF_CONNECTION.includes(header.name) && (header.name !== 'host' || header === host),
  );
  const list = fields.flatMap(({ name, value }) => [name, asBytes(value)]);
  if (!headers.some(({ name }) => name === 'accept')) {
    list.push('accept', '*/*');
  }
  if (headers.some(asksToClose)) {
    list.push('connection', 'close');
  }
  return list;
};

const asksToClose = ({ name, value }: OutgoingHeader): boolean =>
  name === 'connection' && /(^|,)\s*close\s*(,|$)/i.test(value);

const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The headers of a response; a value that is not UTF-8 cannot be told, and its header is left out. */
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
