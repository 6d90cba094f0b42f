import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  ATTR_ERROR_TYPE,
  ATTR_RPC_METHOD,
  ATTR_RPC_STATUS_CODE,
  ATTR_RPC_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions';
import type {
  ProcessSpan,
  RequestSpan,
  TraceContext,
  Tracing,
} from '../../application/ports/tracing.js';

/** What is recorded by a `Tracer`, and where it goes. */
export interface SpanSink {
  readonly tracer: Tracer;
  /** Hands over what is left, in bounded time; never rejects. */
  shutdown(): Promise<void>;
}

/** Attributes of every request. Those of the conventions that are text of the client are left out: the id, and unknown methods. */
const REQUEST = {
  [ATTR_RPC_SYSTEM_NAME]: 'jsonrpc',
  'jsonrpc.protocol.version': '2.0',
};

/**
 * Makes spans of OpenTelemetry: for each request one of the semantic conventions for JSON-RPC, for each process one named `process`.
 */
export class OpenTelemetryTracing implements Tracing {
  readonly isRecording = true;
  readonly #sink: SpanSink;
  readonly #propagator = new W3CTraceContextPropagator();
  /** Those of processes that run. */
  readonly #processes = new Set<Span>();

  constructor(sink: SpanSink) {
    this.#sink = sink;
  }

  startRequest(method: string | undefined, parent: TraceContext | undefined): RequestSpan {
    const { tracer } = this.#sink;
    const attributes = method === undefined ? REQUEST : { ...REQUEST, [ATTR_RPC_METHOD]: method };
    const span = tracer.startSpan(
      method ?? 'jsonrpc',
      { kind: SpanKind.SERVER, attributes },
      this.#contextOf(parent),
    );
    return {
      startProcess: () => this.#startProcess(trace.setSpan(ROOT_CONTEXT, span)),
      end: (errorCode) => {
        if (errorCode !== undefined) {
          span.setAttribute(ATTR_RPC_STATUS_CODE, String(errorCode));
          fail(span, String(errorCode));
        }
        span.end();
      },
    };
  }

  async dispose(): Promise<void> {
    for (const span of this.#processes) {
      span.end();
    }
    this.#processes.clear();
    await this.#sink.shutdown();
  }

  /** A `traceparent` that is malformed is ignored, as everywhere. */
  #contextOf(parent: TraceContext | undefined): Context {
    return parent === undefined
      ? ROOT_CONTEXT
      : this.#propagator.extract(ROOT_CONTEXT, parent, defaultTextMapGetter);
  }

  #startProcess(parent: Context): ProcessSpan {
    const span = this.#sink.tracer.startSpan('process', {}, parent);
    this.#processes.add(span);
    return {
      exited: ({ exitCode, signal }, result) => {
        span.addEvent('exited');
        span.setAttributes({ 'process.exit.code': exitCode, 'exec_server.process.result': result });
        if (exitCode !== 0) {
          fail(span, signal ?? String(exitCode));
        }
      },
      closed: () => {
        this.#processes.delete(span);
        span.end();
      },
    };
  }
}

const fail = (span: Span, type: string): void => {
  span.setAttribute(ATTR_ERROR_TYPE, type).setStatus({ code: SpanStatusCode.ERROR });
};
