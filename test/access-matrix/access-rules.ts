import type { AccessCase } from './access-case.js';

/** Status and body of an answer. */
export type AccessAnswer = readonly [status: number, body: string];

/** What exec-server answers by its documents; written separately from the code on purpose. */
export const ourAnswer = (c: AccessCase): AccessAnswer => {
  if (c.origin !== 'none') {
    return [403, ''];
  }
  if (isForeign(c)) {
    return [403, 'HOST'];
  }
  return upstreamAnswer(c);
};

/** What upstream answers: it does not look at `Host`. */
export const upstreamAnswer = (c: AccessCase): AccessAnswer => {
  if (c.origin !== 'none') {
    return [403, ''];
  }
  const isGet = c.method !== 'POST' && c.method !== 'POST upgrade';
  if (c.route === 'readiness') {
    return [isGet ? 200 : 405, ''];
  }
  if (c.route === 'nowhere') {
    return [404, ''];
  }
  return upgradeFault(c) ?? credentialFault(c) ?? [101, ''];
};

const isForeign = ({ host, route }: AccessCase): boolean =>
  host === 'evil' || host === 'doubled' || route === 'root of evil.example';

const upgradeFault = ({ method }: AccessCase): AccessAnswer | undefined => {
  switch (method) {
    case 'POST':
    case 'POST upgrade':
      return [405, 'Request method must be `GET`'];
    case 'GET':
      return [400, "Connection header did not include 'upgrade'"];
    case 'upgrade without key':
      return [400, '`Sec-WebSocket-Key` header missing'];
    case 'upgrade over HTTP/1.0':
      return [426, "WebSocket request couldn't be upgraded since no upgrade state was present"];
    default:
      return undefined;
  }
};

const credentialFault = ({ credential }: AccessCase): AccessAnswer | undefined => {
  switch (credential) {
    case 'none':
      return [401, 'missing websocket bearer token'];
    case 'basic':
      return [401, 'invalid authorization header'];
    case 'wrong':
    case 'wrong, then right':
      return [401, 'invalid websocket bearer token'];
    default:
      return undefined;
  }
};
