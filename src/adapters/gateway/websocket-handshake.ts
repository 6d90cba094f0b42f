import { createHash, randomBytes } from 'node:crypto';

/** RFC 6455 section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const KEY_BYTES = 16;

/** The value of `Sec-WebSocket-Accept` for a key. */
export const acceptanceOf = (key: string): string =>
  createHash('sha1')
    .update(key + GUID)
    .digest('base64');

/** Whether `key` is a valid `Sec-WebSocket-Key`: the Base64 form of 16 bytes. */
export const isWebSocketKey = (key: string): boolean => /^[+/0-9A-Za-z]{22}==$/.test(key);

/** A key for a handshake as client. */
export const newWebSocketKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/** The reply that makes a connection a WebSocket. */
export const switchingProtocols = (key: string): string =>
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  `Sec-WebSocket-Accept: ${acceptanceOf(key)}\r\n\r\n`;
