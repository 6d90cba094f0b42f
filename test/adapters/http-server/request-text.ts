/** The headers of a request that opens a WebSocket. */
export const UPGRADE_HEADERS: readonly string[] = [
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** A request without body. */
export const requestText = (requestLine: string, headers: readonly string[]): string =>
  `${[`${requestLine} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`;

/** `headers` with those of one name replaced, or removed. */
export const withHeader = (
  headers: readonly string[],
  name: string,
  ...replacements: readonly string[]
): string[] => [
  ...headers.filter((header) => !header.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
  ...replacements.map((value) => `${name}:${value}`),
];
