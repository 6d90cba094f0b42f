import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';
import { type HttpReply, textReply } from './http-reply.js';
import { authorityForLog } from './refusal-log.js';

/**
 * Refuses a request whose host is neither an IP address, `localhost`, nor an allowed name. DNS rebinding lets
 * a web page resolve its own name to this machine and send requests here, but they still carry that name.
 * Checks every `Host` header, and the request target when it names a host. Requests without a host pass,
 * since no browser sends them.
 */
export const guardHost = (
  request: IncomingMessage,
  allowedHosts: ReadonlySet<string>,
): HttpReply | undefined => {
  const { method, url = '', rawHeaders } = request;
  const authorities = rawHeaders.filter(
    (_, i) => rawHeaders[i - 1]?.toLowerCase() === 'host' && i % 2 === 1,
  );
  const target = method === 'CONNECT' ? url : AUTHORITY_OF_URL.exec(url)?.[1];
  if (target !== undefined) {
    authorities.push(target);
  }
  const foreign = authorities.find((authority) => !isAllowed(authority, allowedHosts));
  return foreign === undefined
    ? undefined
    : {
        ...REFUSAL,
        logged: { reason: 'host not allowed (--allowed-host)', host: authorityForLog(foreign) },
      };
};

const AUTHORITY_OF_URL = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;
const HOST_AND_PORT = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<name>[^:@[\]]+))(?::[0-9]*)?$/i;

const REFUSAL = textReply(
  403,
  'the host of this request is neither an IP address nor localhost; allow other ' +
    'names with --allowed-host NAME',
);

const isAllowed = (authority: string, allowedHosts: ReadonlySet<string>): boolean => {
  const { v6, name } = HOST_AND_PORT.exec(authority)?.groups ?? {};
  if (v6 !== undefined) {
    return isIPv6(v6);
  }
  if (name === undefined) {
    return false;
  }
  return isIPv4(name) || name.toLowerCase() === 'localhost' || allowedHosts.has(name.toLowerCase());
};
