import type { Limits } from '../../../application/limits/limits.js';
import type { ExecServerError, HttpPart } from '../../../domain/errors.js';
import { ForeignPathParam } from '../encoding/invalid-params.js';

/** The option of the daemon that changes a limit. */
export const LIMIT_OPTIONS = {
  maxBufferedBodyBytes: '--max-http-body-bytes',
  maxBytesInFlight: '--max-bytes-in-flight',
  maxHttpRequests: '--max-http-requests',
  maxProcessesPerSession: '--max-processes',
  maxSessions: '--max-sessions',
} as const satisfies Partial<Record<keyof Limits, string>>;

const HTTP_PREFIXES: Readonly<Record<HttpPart, string>> = {
  exchange: 'http/request failed: ',
  request: 'http/request ',
  'response-body': 'failed to read http/request response body: ',
  stream: 'http/request streamResponse ',
};

/** The names of platforms that the wire protocol has; it has Node's own for the others. */
const OS_NAMES: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' };

/** The wire protocol's name of a platform as Node names it. */
export const osNameOf = (platform: string): string => OS_NAMES[platform] ?? platform;

/** The wire protocol's text for a path that has no meaning on this kind of host. */
export const foreignPathText = (uri: string, osName: string): string =>
  `'${uri}' is invalid on '${osName}'`;

/** The message of an error as the wire protocol words it: method names, fields and options included. */
export const errorText = (error: ExecServerError, osName: () => string): string => {
  const { message, details } = error;
  if (details.foreignPath !== undefined) {
    const text = foreignPathText(details.foreignPath, osName());
    if (error instanceof ForeignPathParam) {
      return `${text} (field \`${error.field}\`)`;
    }
    return details.argument === undefined
      ? text
      : `${details.argument} URI \`${details.foreignPath}\` is not valid on this exec-server host: ${text}`;
  }
  const prefix = details.http === undefined ? '' : HTTP_PREFIXES[details.http];
  const option = details.limit === undefined ? undefined : optionOf(details.limit);
  return `${prefix}${message}${option === undefined ? '' : ` (${option})`}`;
};

const optionOf = (limit: string): string | undefined =>
  Object.hasOwn(LIMIT_OPTIONS, limit)
    ? LIMIT_OPTIONS[limit as keyof typeof LIMIT_OPTIONS]
    : undefined;
