import type { Dispatcher } from 'undici';
import type { IncomingResponse } from '../../application/ports/http-client.js';
import { fromFieldList } from './header-fields.js';
import { ResponseBody } from './response-body.js';

/** Sends a request by way of `dispatcher`; resolves with the head of its response. */
export const exchange = (
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
  windowBytes: number,
): Promise<IncomingResponse> =>
  new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let body: ResponseBody | undefined;
    const finish = (error?: Error): void => {
      signal.removeEventListener('abort', abort);
      if (error !== undefined) reject(error);
      body?.finish(error);
    };
    // A request that still waits for its connection has no controller: it is aborted when it gets one.
    const abort = (): void => {
      finish(ABORTED);
      controller?.abort(ABORTED);
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    dispatcher.dispatch(request, {
      onRequestStart: (started) => {
        controller = started;
        if (signal.aborted) started.abort(ABORTED);
      },
      onResponseStart: (started, status) => {
        // An interim response: the real one is to come.
        if (status < 200) return;
        const source = { resume: () => started.resume(), abort: () => started.abort(ABORTED) };
        const arriving = new ResponseBody(source, windowBytes);
        body = arriving;
        const headers = fromFieldList((started.rawHeaders ?? []) as Buffer[]);
        resolve({ status, headers, body: arriving, discard: () => arriving.discard() });
        // undici would miss the body of a 304 that tells the length of what has not been modified.
        if (NEVER_HAS_BODY.includes(status)) finish();
      },
      onResponseData: (started, part) => {
        if (body?.push(part) === false) started.pause();
      },
      onResponseEnd: () => finish(),
      onResponseError: (_, error) => finish(error),
    });
  });

const NEVER_HAS_BODY = [204, 304];

const ABORTED = new Error('the exchange was broken off');
