const GROUPS = 8;
/** Whoever has one IPv6 address commonly has the 2^64 of its network. */
const NETWORK_GROUPS = 4;

/**
 * What the doings at an IP address are held against: an IPv4 address itself, also when it is written as
 * an IPv6 one, and the /64 network of an IPv6 address. Anything else stands for itself.
 */
export const rateLimitKey = (address: string): string => {
  const [text = ''] = address.toLowerCase().split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped !== undefined) {
    return mapped;
  }
  if (!text.includes(':')) {
    return address;
  }
  const [left = '', right] = text.split('::');
  const [head, tail] = [groupsOf(left), groupsOf(right ?? '')];
  const gap = right === undefined ? 0 : Math.max(0, GROUPS - head.length - tail.length);
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
