import type { Clock } from '../../application/ports/clock.js';
import type { Metrics } from '../../application/ports/metrics.js';
import type { RequestSpan, TraceContext, Tracing } from '../../application/ports/tracing.js';

/** A request that is counted, timed and traced. */
interface ObservedRequest {
  /** Undefined: it is not traced. */
  readonly span: RequestSpan | undefined;
  /** Call it once. @param errorCode of the reply; left out: the reply is a result */
  end(errorCode?: number): void;
}

/** @param method undefined: the server has none of the name */
export type ObserveRequest = (
  method: string | undefined,
  parent: TraceContext | undefined,
) => ObservedRequest;

/** Observes requests from their message to their result; undefined where nothing is recorded, which costs nothing then. */
export const requestObserver = (
  metrics: Metrics,
  tracing: Tracing,
  clock: Clock,
): ObserveRequest | undefined => {
  if (!metrics.isRecording && !tracing.isRecording) {
    return undefined;
  }
  return (method, parent) => {
    const startedAtMs = clock.nowMs();
    const span = tracing.isRecording ? tracing.startRequest(method, parent) : undefined;
    return {
      span,
      end: (errorCode) => {
        const result = errorCode === undefined ? 'success' : 'error';
        metrics.requestFinished(method ?? 'unknown', result, clock.nowMs() - startedAtMs);
        span?.end(errorCode);
      },
    };
  };
};
