import type { Dispatcher } from 'undici';
import type { HttpLimits } from '../../application/limits/http-limits.js';
import type { IncomingResponse } from '../../application/ports/http-client.js';
import { ExchangeFailed } from '../../domain/http/http-message.js';
import type { Route } from './dispatchers.js';
import { explainFault } from './explain-fault.js';
import { fromFieldList } from './header-fields.js';
import { ResponseBody } from './response-body.js';

/**
 * Sends a request on its route; resolves with status and headers of the response. @throws {ExchangeFailed}
 */
export const exchange = (
  { dispatcher, request, isProxied }: Route,
  signal: AbortSignal,
  limits: HttpLimits,
): Promise<IncomingResponse> =>
  new Promise((resolve, reject) => {
    const explain = (error: Error): Error => {
      const fault = explainFault(error, limits);
      if (!isProxied || fault === error) {
        return fault;
      }
      return new ExchangeFailed(`through the proxy of this host: ${fault.message}`);
    };
    let controller: Dispatcher.DispatchController | undefined;
    let body: ResponseBody | undefined;
    const finish = (error?: Error): void => {
      signal.removeEventListener('abort', abort);
      const fault = error && explain(error);
      if (fault !== undefined) {
        reject(fault);
      }
      body?.finish(fault);
    };
    // A request that still waits for a connection has no controller; it is aborted when it gets one.
    const abort = (): void => {
      // The abort reason may be the error to report.
      finish(signal.reason instanceof ExchangeFailed ? signal.reason : ABORTED);
      controller?.abort(ABORTED);
    };
    if (signal.aborted) {
      return abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart: (started) => {
        controller = started;
        if (signal.aborted) {
          started.abort(ABORTED);
        }
      },
      onResponseStart: (started, status) => {
        // An interim (1xx) response; the final one follows.
        if (status < 200) {
          return;
        }
        const source = { resume: () => started.resume(), abort: () => started.abort(ABORTED) };
        const arriving = new ResponseBody(source, limits.responseBufferBytes);
        body = arriving;
        const headers = fromFieldList((started.rawHeaders ?? []) as Buffer[]);
        resolve({ status, headers, body: arriving, discard: () => arriving.discard() });
        // undici would wait for the body of a 304 whose headers state a length.
        if (NEVER_HAS_BODY.includes(status)) {
          finish();
        }
      },
      onResponseData: (started, part) => {
        if (body?.push(part) === false) {
          started.pause();
        }
      },
      onResponseEnd: () => finish(),
      onResponseError: (_, error) => finish(error),
    });
  });

const NEVER_HAS_BODY = [204, 304];

const ABORTED = new ExchangeFailed('cancelled');
