import { ExecServerError } from '../errors.js';
import type { OutgoingHeader, OutgoingRequest, ResponseHead } from './http-message.js';
import { isHttp, schemeOf, withoutUserInfo } from './url.js';

const KEEPS_METHOD = [307, 308];
const CHANGES_POST = [301, 302];
const SEE_OTHER = 303;

/** Headers that describe the body, dropped with it. */
const BODY_HEADERS = ['content-type', 'content-length', 'content-encoding', 'transfer-encoding'];

/** Headers for one origin, dropped when a redirect leads to another. */
const ORIGIN_BOUND_HEADERS = [
  'authorization',
  'cookie',
  'cookie2',
  'proxy-authorization',
  'www-authenticate',
];

/**
 * The request that follows a redirect; undefined when the response is not a redirect.
 *
 * @throws {ExecServerError} when the target is neither http nor https.
 */
export const followRedirect = (
  request: OutgoingRequest,
  { status, headers }: ResponseHead,
): OutgoingRequest | undefined => {
  if (![...KEEPS_METHOD, ...CHANGES_POST, SEE_OTHER].includes(status)) {
    return undefined;
  }
  const location = headers.find(({ name }) => name === 'location')?.value;
  if (location === undefined || !URL.canParse(location, request.url.href)) {
    return undefined;
  }
  const url = withoutUserInfo(new URL(location, request.url));
  if (!isHttp(url)) {
    throw new ExecServerError(
      'failed',
      `redirect target uses unsupported URL scheme: ${schemeOf(url)}`,
      { http: 'exchange' },
    );
  }
  const next = { ...request, ...methodAndBody(request, status), url };
  return { ...next, headers: withReferer(keptHeaders(request, next), request.url, url) };
};

const methodAndBody = (
  { method, body }: OutgoingRequest,
  status: number,
): Pick<OutgoingRequest, 'method' | 'body'> => {
  if (status === SEE_OTHER) {
    return { method: method === 'HEAD' ? method : 'GET', body: undefined };
  }
  const becomesGet = CHANGES_POST.includes(status) && method === 'POST';
  return becomesGet ? { method: 'GET', body: undefined } : { method, body };
};

const keptHeaders = (from: OutgoingRequest, to: OutgoingRequest): readonly OutgoingHeader[] => {
  const isElsewhere = from.url.origin !== to.url.origin;
  const hasLostBody = from.method !== to.method || from.body !== to.body;
  return from.headers.filter(
    ({ name, isSecret }) =>
      !(isElsewhere && (isSecret || ORIGIN_BOUND_HEADERS.includes(name))) &&
      !(hasLostBody && BODY_HEADERS.includes(name)),
  );
};

/** The `Referer`: only the origin across origins, and none from https to http. */
const withReferer = (
  headers: readonly OutgoingHeader[],
  from: URL,
  to: URL,
): readonly OutgoingHeader[] => {
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    return headers;
  }
  const value = from.origin === to.origin ? withoutFragment(from) : `${from.origin}/`;
  const others = headers.filter(({ name }) => name !== 'referer');
  return [...others, { name: 'referer', value, isSecret: false }];
};

const withoutFragment = (url: URL): string => {
  const bare = new URL(url);
  bare.hash = '';
  return bare.href;
};
