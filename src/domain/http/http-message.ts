import { basicCredentials, invalidRequest, parseHttpUrl, withoutUserInfo } from './url.js';

/** A request as the client sent it, not validated. */
export interface HttpRequestInput {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HttpHeaderInput[];
  readonly body: Uint8Array | undefined;
}

export interface HttpHeaderInput {
  readonly name: string;
  readonly value: string;
  /** An environment variable of the server whose content is appended to `value`. */
  readonly valueEnvVar: string | undefined;
}

/** A validated request. */
export interface OutgoingRequest {
  /** As given, letter case included. */
  readonly method: string;
  /** http or https, without user and password. Must not be mutated. */
  readonly url: URL;
  /** In order, names in lower case, repeated headers separate. */
  readonly headers: readonly OutgoingHeader[];
  readonly body: Uint8Array | undefined;
}

export interface OutgoingHeader {
  readonly name: string;
  readonly value: string;
  /** Contains a variable of the server: never in an error, in the log, or sent to another origin. */
  readonly isSecret: boolean;
}

const TOKEN = /^[!#$%&'*+.^_`|~\da-z-]+$/i;

/**
 * Validates a client's request.
 *
 * @param environment the variables of the server.
 * @throws {ExecServerError} `invalid-argument` for the first invalid part; it never contains a variable's
 * content.
 */
export const prepareRequest = (
  input: HttpRequestInput,
  environment: Readonly<Record<string, string>>,
): OutgoingRequest => {
  const { method, body } = input;
  // CONNECT is rejected: there is no way to use a tunnel.
  if (!TOKEN.test(method) || method === 'CONNECT') {
    throw invalidRequest('method is invalid: invalid HTTP method');
  }
  const url = parseHttpUrl(input.url);
  const headers = input.headers.map((header) => prepareHeader(header, environment));
  return {
    method,
    url: withoutUserInfo(url),
    headers: [...userInfoHeader(url, headers), ...headers],
    body: body?.length === 0 ? undefined : body,
  };
};

const prepareHeader = (
  { name, value, valueEnvVar }: HttpHeaderInput,
  environment: Readonly<Record<string, string>>,
): OutgoingHeader => {
  if (!TOKEN.test(name)) {
    throw invalidRequest('header name is invalid: invalid HTTP header name');
  }
  const content = valueEnvVar === undefined ? '' : contentOf(valueEnvVar, name, environment);
  // Tab is the only control character allowed in a value.
  if (/[^\t\P{Cc}\u0080-\u009f]/u.test(value + content)) {
    throw invalidRequest(`header value is invalid for ${name}: failed to parse header value`);
  }
  return {
    name: name.toLowerCase(),
    value: value + content,
    isSecret: valueEnvVar !== undefined,
  };
};

const contentOf = (
  variable: string,
  header: string,
  environment: Readonly<Record<string, string>>,
): string => {
  const content = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  if (content) {
    return content;
  }
  const kind = content === undefined ? '' : 'a non-empty ';
  throw invalidRequest(
    `header ${header} requires ${kind}executor environment variable ${variable}`,
  );
};

/** `Authorization` from the user and password of the URL, unless the client sends its own. */
const userInfoHeader = (url: URL, headers: readonly OutgoingHeader[]): OutgoingHeader[] => {
  const value = basicCredentials(url);
  if (value === undefined || headers.some(({ name }) => name === 'authorization')) {
    return [];
  }
  return [{ name: 'authorization', value, isSecret: false }];
};

/** Status and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  /** In order, names in lower case, repeated headers separate. */
  readonly headers: readonly HttpHeader[];
}

export interface HttpHeader {
  readonly name: string;
  readonly value: string;
}

/**
 * An outgoing HTTP request failed. Its message may be sent to clients and logged: it contains nothing that
 * was sent or received, no proxy address and no password.
 */
export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed';
}

/** A text followed by the known cause of the error. */
export const withFault = (text: string, error: unknown): string =>
  error instanceof ExchangeFailed ? `${text}: ${error.message}` : text;
