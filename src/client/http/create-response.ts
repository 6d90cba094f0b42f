import type { HttpRequestResult } from '../../protocol/http.js';
import type { ResponseBody } from './response-body.js';

/** Statuses without a body. */
const NULL_BODY_STATUSES = [204, 205, 304];

/** The `Response` to a request. `url` is that of the request: the server does not tell where redirects have led. */
export const createResponse = (
  request: Request,
  { status, headers }: HttpRequestResult,
  body: ResponseBody,
): Response => {
  const hasBody = request.method !== 'HEAD' && !NULL_BODY_STATUSES.includes(status);
  if (!hasBody) {
    body.discard();
  }
  const isConstructible = status >= 200 && status <= 599;
  const response = new Response(hasBody ? body.stream : null, {
    status: isConstructible ? status : 200,
    headers: headers.map(({ name, value }): [string, string] => [name, toByteString(value)]),
  });
  return withFacts(response, { url: request.url, ...(!isConstructible && { status, ok: false }) });
};

/** A header as `fetch` gives it: one character a byte. */
const toByteString = (value: string): string => Buffer.from(value, 'utf8').toString('latin1');

/** What the constructor of `Response` does not take; copies have it too. */
const withFacts = (response: Response, facts: object): Response => {
  const clone = (): Response => withFacts(Response.prototype.clone.call(response), facts);
  const own = Object.entries({ ...facts, clone }).map(([name, value]) => [name, { value }]);
  return Object.defineProperties(response, Object.fromEntries(own));
};
