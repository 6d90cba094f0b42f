import type {
  ProcessSpan,
  RequestSpan,
  TraceContext,
  Tracing,
} from '../../src/application/ports/tracing.js';

/** A request, and the processes that it started. */
export interface RecordedRequest {
  readonly method: string | undefined;
  readonly parent: TraceContext | undefined;
  readonly processes: RecordedProcess[];
  /** Undefined: it has not ended; null: with a result. */
  errorCode?: number | null;
}

interface RecordedProcess {
  exit?: readonly [exitCode: number, signal: string | undefined, result: string];
  isClosed: boolean;
}

/** Keeps what is recorded. */
export class RecordingTracing implements Tracing {
  readonly isRecording = true;
  readonly requests: RecordedRequest[] = [];
  isDisposed = false;

  startRequest(method: string | undefined, parent: TraceContext | undefined): RequestSpan {
    const request: RecordedRequest = { method, parent, processes: [] };
    this.requests.push(request);
    return {
      startProcess: () => startProcess(request),
      end: (errorCode) => {
        request.errorCode = errorCode ?? null;
      },
    };
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }
}

const startProcess = ({ processes }: RecordedRequest): ProcessSpan => {
  const process: RecordedProcess = { isClosed: false };
  processes.push(process);
  return {
    exited: ({ exitCode, signal }, result) => {
      process.exit = [exitCode, signal, result];
    },
    closed: () => {
      process.isClosed = true;
    },
  };
};
