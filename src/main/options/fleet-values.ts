import { isIP, isIPv6 } from 'node:net';

/** What is expected of the options of a fleet, in words. */
export const NODE_NAME = 'a name such as node-1: letters, digits, dots, hyphens and underscores';
export const NODE_URL = 'ws://HOST:PORT';
export const REDIS_URL = 'redis://HOST:PORT, or rediss:// with TLS';
export const PROXY = 'an IP address such as 10.0.0.7, or a network such as 10.0.0.0/8';

/** Whether `url` names a Redis. */
export const isRedisUrl = (url: string): boolean => /^rediss?:\/\//.test(url) && URL.canParse(url);

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
