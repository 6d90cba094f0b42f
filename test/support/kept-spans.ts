import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { OpenTelemetryTracing } from '../../src/adapters/tracing/open-telemetry-tracing.js';

/** Tracing of OpenTelemetry whose spans are kept in memory, in the order of their ends. */
export const tracingInMemory = (): {
  readonly tracing: OpenTelemetryTracing;
  readonly spans: () => readonly ReadableSpan[];
} => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracing = new OpenTelemetryTracing({
    tracer: provider.getTracer('test'),
    shutdown: async () => undefined,
  });
  return { tracing, spans: () => exporter.getFinishedSpans() };
};
