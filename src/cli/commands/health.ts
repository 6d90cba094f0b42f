import { MAX_TIMER_MS } from '../../client/connection/clock.js';
import { CliError } from '../cli-error.js';
import type { HealthOptions } from '../command-options.js';
import { findDaemon } from '../daemon/daemon-address.js';
import { openStateDirectory } from '../daemon/state-directory.js';
import type { Host } from '../host.js';
import { askProbe } from '../server/ask-probe.js';
import { urlOf } from '../server/servers.js';

const HTTP_OK = 200;
const EXIT_UNHEALTHY = 1;

/**
 * Asks a server whether it takes new sessions, or only whether it answers, and prints one line.
 *
 * @throws {CliError} with exit code 1 when it does not
 */
export const health = async (
  { live, timeout, ...options }: HealthOptions,
  host: Host,
  ask = askProbe,
): Promise<number> => {
  const url = urlOf(options, host.env) ?? ownUrl(host);
  if (url === undefined) {
    throw new CliError(
      'no daemon of yours runs; --url or EXEC_SERVER_URL names another',
      EXIT_UNHEALTHY,
    );
  }
  const [path, state] = live ? (['/livez', 'live'] as const) : (['/readyz', 'ready'] as const);
  const { status, text } = await ask(
    url,
    path,
    AbortSignal.timeout(Math.min(timeout, MAX_TIMER_MS)),
  ).catch((error) => {
    throw error instanceof CliError
      ? error
      : unhealthy(`${url} is not ${state}`, why(error, timeout));
  });
  if (status !== HTTP_OK) {
    throw unhealthy(`${url} is not ${state}`, text.trim() || `it answers ${status}`);
  }
  host.stdout.write(`${url} is ${state}\n`);
  return 0;
};

const unhealthy = (what: string, reason: string): CliError =>
  new CliError(`${what}: ${reason}`.replace(/\p{Cc}+/gu, ' '), EXIT_UNHEALTHY);

/** A probe starts no daemon. */
const ownUrl = (host: Host): string | undefined => findDaemon(openStateDirectory(host))?.url;

const why = (error: Error, timeoutMs: number): string => {
  const isTimeout = error.name === 'TimeoutError' || error.name === 'AbortError';
  return isTimeout ? `no answer within ${timeoutMs / 1000} s` : error.message;
};
