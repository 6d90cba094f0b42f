/** The part of SOCKS 5 (RFC 1928) that a proxy for outgoing TCP connections needs. */
const VERSION = 5;
const NO_AUTHENTICATION = 0;
const NO_ACCEPTABLE_METHOD = 0xff;
const CONNECT = 1;
const IPV4 = 1;
const DOMAIN = 3;
const IPV6 = 4;

/** The replies (RFC 1928 section 6). */
export const REPLIES = {
  succeeded: 0,
  generalFailure: 1,
  notAllowed: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  refused: 5,
  commandNotSupported: 7,
  addressTypeNotSupported: 8,
} as const;

/** What was read: the message and its length; `incomplete` when more bytes are needed; or what to answer to it. */
export type Read<T> = { readonly message: T; readonly length: number } | 'incomplete' | Buffer;

/** Nothing more is answered. */
export const SILENCE = Buffer.alloc(0);

export const GREETING_ACCEPTED = Buffer.from([VERSION, NO_AUTHENTICATION]);

/** A reply; the address that it has room for has no meaning here. */
export const reply = (code: number): Buffer =>
  Buffer.from([VERSION, code, 0, IPV4, 0, 0, 0, 0, 0, 0]);

/** Reads the methods of authentication that the client offers. */
export const readGreeting = (bytes: Buffer): Read<'no authentication'> => {
  const [version, count] = bytes;
  if (version !== undefined && version !== VERSION) {
    return SILENCE;
  }
  if (count === undefined || bytes.length < 2 + count) {
    return 'incomplete';
  }
  return bytes.subarray(2, 2 + count).includes(NO_AUTHENTICATION)
    ? { message: 'no authentication', length: 2 + count }
    : Buffer.from([VERSION, NO_ACCEPTABLE_METHOD]);
};

/** The host, not normalized, and the port that a client wants to connect to. */
export interface SocksTarget {
  readonly host: string;
  readonly port: number;
}

/** Reads a request to connect; every other command is answered with an error. */
export const readRequest = (bytes: Buffer): Read<SocksTarget> => {
  const [version, command, , type, first] = bytes;
  if (version !== undefined && version !== VERSION) {
    return SILENCE;
  }
  if (command === undefined || type === undefined || first === undefined) {
    return 'incomplete';
  }
  if (command !== CONNECT) {
    return reply(REPLIES.commandNotSupported);
  }
  const size = type === DOMAIN ? 1 + first : { [IPV4]: 4, [IPV6]: 16 }[type];
  if (size === undefined) {
    return reply(REPLIES.addressTypeNotSupported);
  }
  const length = 4 + size + 2;
  if (bytes.length < length) {
    return 'incomplete';
  }
  const address = bytes.subarray(4, 4 + size);
  return { message: { host: hostOf(type, address), port: bytes.readUInt16BE(4 + size) }, length };
};

const hostOf = (type: number, address: Buffer): string => {
  if (type === IPV4) {
    return address.join('.');
  }
  return type === DOMAIN
    ? address.subarray(1).toString('latin1')
    : Array.from({ length: 8 }, (_, group) => address.readUInt16BE(group * 2).toString(16)).join(
        ':',
      );
};
