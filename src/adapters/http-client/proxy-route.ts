import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string>>;

/** The proxy for a URL according to the environment; undefined: connect directly. */
export const proxyFor = (url: URL, environment: Environment): URL | undefined => {
  const named = proxyVariable(url.protocol, environment);
  if (named === undefined || isExempt(url.hostname, environment)) {
    return undefined;
  }
  const text = named.includes('://') ? named : `http://${named}`;
  // As upstream does: an invalid URL is ignored.
  return URL.canParse(text) ? new URL(text) : undefined;
};

const proxyVariable = (protocol: string, environment: Environment): string | undefined => {
  if (protocol === 'https:') {
    return variable(environment, 'HTTPS_PROXY') ?? allProxy(environment);
  }
  // In a CGI program HTTP_PROXY is the request's header `Proxy`, which anyone can set.
  const isCgi = Object.hasOwn(environment, 'REQUEST_METHOD');
  return (isCgi ? undefined : variable(environment, 'HTTP_PROXY')) ?? allProxy(environment);
};

const allProxy = (environment: Environment): string | undefined =>
  variable(environment, 'ALL_PROXY');

/** Upper case takes precedence over lower case; an empty variable counts as unset. */
const variable = (environment: Environment, name: string): string | undefined =>
  [name, name.toLowerCase()]
    .map((spelling) => (Object.hasOwn(environment, spelling) ? environment[spelling] : undefined))
    .find((value) => value !== undefined && value !== '');

/** `NO_PROXY`: domains with their subdomains, addresses, networks such as `10.0.0.0/8`, or `*`. */
const isExempt = (hostname: string, environment: Environment): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const entries = (variable(environment, 'NO_PROXY') ?? '').split(',');
  return entries.some((entry) => covers(entry.trim().toLowerCase(), host));
};

const covers = (entry: string, host: string): boolean => {
  if (entry === '') {
    return false;
  }
  if (entry === '*') {
    return true;
  }
  if (isIP(host) !== 0) {
    return coversAddress(entry, host);
  }
  const domain = entry.startsWith('.') ? entry.slice(1) : entry;
  return host === domain || host.endsWith(`.${domain}`);
};

const coversAddress = (entry: string, address: string): boolean => {
  const [network = '', prefix] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || family !== isIP(address)) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const bits = prefix === undefined ? FULL_PREFIX[type] : Number(prefix);
  if (!Number.isInteger(bits) || bits < 0 || bits > FULL_PREFIX[type]) {
    return false;
  }
  const block = new BlockList();
  block.addSubnet(network, bits, type);
  return block.check(address, type);
};

const FULL_PREFIX = { ipv4: 32, ipv6: 128 } as const;
