import type { TraceContext } from './messages.js';
import type { RequestOptions } from './session-connection.js';

/** A request that may be sent on several connections, one after another. */
export interface UnansweredRequest {
  readonly method: string;
  readonly params: unknown;
  readonly trace: TraceContext | undefined;
  /** It is sent again when its answer was lost. */
  readonly isRepeated: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Called with each request, in the asynchronous context of its caller. */
export type Trace = () => TraceContext | undefined;

/** The requests that have neither been answered nor given up. */
export class UnansweredRequests {
  readonly #requests = new Set<UnansweredRequest>();
  readonly #trace: Trace;

  constructor(trace: Trace = () => undefined) {
    this.#trace = trace;
  }

  /** In the order in which they were made. */
  get inOrder(): readonly UnansweredRequest[] {
    return [...this.#requests];
  }

  /** Returns its answer, and the request itself unless its signal is aborted already. */
  add(
    method: string,
    params: unknown,
    { whenInterrupted, signal }: RequestOptions,
  ): { readonly answer: Promise<unknown>; readonly request?: UnansweredRequest } {
    if (signal?.aborted) {
      return { answer: Promise.reject(signal.reason) };
    }
    const trace = this.#trace();
    let request: UnansweredRequest | undefined;
    const answer = new Promise<unknown>((resolve, reject) => {
      const settling = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          signal?.removeEventListener('abort', abort);
          this.#requests.delete(own);
          settle(value);
        };
      };
      const own: UnansweredRequest = {
        method,
        params,
        trace,
        isRepeated: whenInterrupted === 'repeat',
        resolve: settling(resolve),
        reject: settling(reject),
      };
      const abort = (): void => own.reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.#requests.add(own);
      request = own;
    });
    return { answer, ...(request && { request }) };
  }
}
