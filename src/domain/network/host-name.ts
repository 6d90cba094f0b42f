/**
 * The form in which hosts are compared: lower case, without brackets, port and trailing dots, an IPv6 address in its
 * shortest form. Nothing is resolved, so `0177.0.0.1` stays what it is: a name.
 */
export const normalizeHost = (host: string): string => {
  const text = host.trim();
  const closing = text.startsWith('[') ? text.indexOf(']') : -1;
  if (closing > 0) {
    return withoutTrailingDots(text.slice(1, closing));
  }
  // A second colon makes it an IPv6 address without brackets.
  const [name = '', port, ...more] = text.split(':');
  return withoutTrailingDots(port !== undefined && more.length === 0 ? name : text);
};

const withoutTrailingDots = (host: string): string => {
  const name = host.toLowerCase().replace(/\.+$/, '');
  return name.includes(':') ? (shortestIpv6(name) ?? name) : name;
};

/** As RFC 5952 writes it; undefined when it is no IPv6 address. */
const shortestIpv6 = (text: string): string | undefined => {
  const url = `http://[${text}]/`;
  if (!/^[0-9a-f:.]+$/.test(text) || !URL.canParse(url)) {
    return undefined;
  }
  const address = new URL(url).hostname.slice(1, -1);
  const ipv4 = mappedIpv4(address);
  return ipv4 === undefined ? address : `::ffff:${ipv4}`;
};

const MAPPED = /^::ffff:(?:(?<dotted>[0-9.]+)|(?<high>[0-9a-f]{1,4}):(?<low>[0-9a-f]{1,4}))$/;

/** The IPv4 address that an IPv6 address stands for; undefined when it is no such address. */
export const mappedIpv4 = (address: string): string | undefined => {
  const { dotted, high = '', low = '' } = MAPPED.exec(address)?.groups ?? {};
  if (dotted !== undefined || high === '') {
    return dotted;
  }
  const bytes = [high, low].map((group) => Number.parseInt(group, 16));
  return bytes.flatMap((pair) => [Math.floor(pair / 256), pair % 256]).join('.');
};

/** The host that a URL or a CONNECT names, with its port. */
export interface Authority {
  readonly host: string;
  readonly port: number;
}

/**
 * ASCII alone: a resolver takes `ſ` for `s`, and leaves out a soft hyphen, so that it would find another host than the
 * one that was decided about.
 */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|(?:(?![:[\]/\\?#@%])[!-~])+)(?::(\d{1,5}))?$/i;
const MAX_PORT = 65_535;

/** Reads `host`, `host:port` or `[address]:port`, without user and password; undefined when it is none of them. */
export const parseAuthority = (text: string, defaultPort: number): Authority | undefined => {
  const [, name, digits] = AUTHORITY.exec(text) ?? [];
  const host = name === undefined ? '' : normalizeHost(name);
  const port = digits === undefined ? defaultPort : Number(digits);
  return host === '' || port > MAX_PORT ? undefined : { host, port };
};
