import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { CliError } from '../cli-error.js';

/** The paths of the health checks. */
export type ProbePath = '/livez' | '/readyz';

/** What a server answered. */
export interface ProbeAnswer {
  readonly status: number;
  /** The reason, where it is not ready. */
  readonly text: string;
}

/** Longer reasons are of no server of this package. */
const MAX_TEXT = 200;

/**
 * Asks a server at a URL for WebSockets (`ws://`, `wss://`, `ws+unix://PATH:/`) or HTTP how it is.
 *
 * @throws {CliError} when the URL is none of these
 * @throws the system's error, or that of `signal`, when there is no answer
 */
export const askProbe = async (
  url: string,
  path: ProbePath,
  signal: AbortSignal,
): Promise<ProbeAnswer> => {
  const { isSecure, target } = targetOf(url, path);
  // A connection that is kept would keep the program.
  const options = { ...target, signal, agent: false, headers: { connection: 'close' } };
  return await new Promise((resolve, reject) => {
    const request = isSecure ? requestHttps(options) : requestHttp(options);
    request
      .once('response', (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => {
            text = `${text}${chunk}`.slice(0, MAX_TEXT);
          })
          .once('end', () => resolve({ status: response.statusCode ?? 0, text }))
          .once('error', reject);
      })
      .once('error', reject)
      .end();
  });
};

interface Target {
  readonly isSecure: boolean;
  readonly target:
    | { readonly socketPath: string; readonly path: string }
    | { readonly hostname: string; readonly port: string; readonly path: string };
}

const targetOf = (url: string, path: ProbePath): Target => {
  const [, socketPath] = /^wss?\+unix:\/\/([^:]+)/.exec(url) ?? [];
  if (socketPath !== undefined) {
    return { isSecure: url.startsWith('wss'), target: { socketPath, path } };
  }
  if (!/^(ws|http)s?:\/\//.test(url) || !URL.canParse(url)) {
    throw new CliError(
      `${url} is no address of a server; expected ws://HOST:PORT, wss://HOST or http://HOST:PORT`,
    );
  }
  const { protocol, hostname, port } = new URL(url);
  // Node takes an IPv6 address without its brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { isSecure: /^(wss|https):$/.test(protocol), target: { hostname: host, port, path } };
};
