const GROUPS = 8;
/** A holder of one IPv6 address usually controls the 2^64 addresses of its /64 network. */
const NETWORK_GROUPS = 4;

/**
 * The key under which an IP address is rate limited: an IPv4 address itself, also in its IPv4-mapped IPv6
 * form; the /64 network of an IPv6 address. Any other text is its own key.
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
