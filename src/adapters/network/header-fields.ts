/** Fields between a client and its proxy alone (RFC 9110 section 7.6.1), beside those that `Connection` names. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
];

/**
 * The fields that are sent on, in order, names and values by turns. `Transfer-Encoding` stays: Node reads the chunks
 * and makes them anew.
 */
export const endToEnd = (rawHeaders: readonly string[]): string[] => {
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : [],
  );
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(','))
    .map((name) => name.trim().toLowerCase());
  const dropped = [...HOP_BY_HOP, ...named.filter((name) => !KEPT.includes(name))];
  return pairs.filter(([name]) => !dropped.includes(name.toLowerCase())).flat();
};

/** Adds the field `Host` that HTTP/1.0 may lack. */
export const withHost = (fields: readonly string[], authority: string): string[] =>
  fields.some((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
    ? [...fields]
    : ['Host', authority, ...fields];

/** Without these a message would mean something else. */
const KEPT = ['host', 'content-length', 'transfer-encoding'];
