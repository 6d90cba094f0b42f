import type { ProcessExit } from '../../domain/output/process-event.js';
import type { ProcessResult } from './metrics.js';

/** The span of a client that a request continues: W3C Trace Context, as the client sent it. Nothing in it has been checked. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

/** The span of one request. No method throws. */
export interface RequestSpan {
  /** A process runs that this request started; its span is a child of the request's, which may end before it. */
  startProcess(): ProcessSpan;
  /**
   * Called once.
   *
   * @param errorCode the JSON-RPC error code of the reply; undefined: the reply is a result
   */
  end(errorCode: number | undefined): void;
}

/** The span of a process, from its start until it has exited and all of its output has been read. No method throws. */
export interface ProcessSpan {
  exited(exit: Pick<ProcessExit, 'exitCode' | 'signal'>, result: ProcessResult): void;
  /** Called once, after `exited`; not for processes that are killed as the server stops. */
  closed(): void;
}

/**
 * Makes spans of what the server does. As with `Metrics`, no call names a client, a session, a process, a command or a path.
 * Never throws.
 */
export interface Tracing {
  /** False: nothing is recorded, so callers need not start spans. */
  readonly isRecording: boolean;
  /**
   * @param method of the server; undefined: the request names none of them
   * @param parent undefined: the request starts a trace
   */
  startRequest(method: string | undefined, parent: TraceContext | undefined): RequestSpan;
  /** Ends the spans of processes that are left, and hands over what is recorded, in bounded time. */
  dispose(): Promise<void>;
}
