import { isIP, isIPv6 } from 'node:net';

/** What is expected of the options of a fleet, in words. */
export const NODE_NAME = 'a name such as node-1: letters, digits, dots, hyphens and underscores';
export const NODE_URL = 'ws://HOST:PORT';
export const REDIS_URL =
  'redis://HOST:PORT, or rediss:// with TLS, with at most the number of a database behind it';
export const PROXY = 'an IP address such as 10.0.0.7, or a network such as 10.0.0.0/8';

/** Whether `text` is the URL of a Redis that its client takes. */
export const isRedisUrl = (text: string): boolean => {
  if (!/^rediss?:\/\//.test(text) || !URL.canParse(text)) {
    return false;
  }
  const { pathname, search, username, password } = new URL(text);
  return /^\/?\d*$/.test(pathname) && search === '' && isDecodable(username + password);
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

/** Whether `text` is an IP address or a network in CIDR notation. */
export const isAddressOrNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIPv6(address) ? 128 : 32;
  return (
    isIP(address) !== 0 &&
    rest.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
};
