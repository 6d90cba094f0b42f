import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import {
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
} from '@opentelemetry/semantic-conventions';
import type { Logger } from '../../application/ports/logger.js';
import { FailureReporter } from './failure-reporter.js';
import { OpenTelemetryTracing } from './open-telemetry-tracing.js';

/** How long the end waits for the last spans to be taken; where the receiver fails, not at all. */
const FLUSH_MS = 2000;

/** The encodings that a receiver may take. */
export type OtlpProtocol = 'http/protobuf' | 'http/json';

/**
 * Exports spans as the `OTEL_…` variables of the environment say. Only the process is described, by its name and version and a random
 * id; no detector looks at the host or at the command line.
 */
export const otlpTracing = (
  protocol: OtlpProtocol,
  version: string,
  logger: Logger,
): OpenTelemetryTracing => {
  const exporter = new FailureReporter(
    protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter(),
    logger,
  );
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          [ATTR_SERVICE_NAME]: 'exec-server',
          [ATTR_SERVICE_VERSION]: version,
          [ATTR_SERVICE_INSTANCE_ID]: randomUUID(),
        }),
      )
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  return new OpenTelemetryTracing({
    tracer: provider.getTracer('exec-server', version),
    shutdown: async () => {
      // Never rejects: failures are reported already.
      const flushed = provider.shutdown().catch(() => undefined);
      if (!exporter.isFailing) {
        await Promise.race([flushed, sleep(FLUSH_MS, undefined, { ref: false })]);
      }
    },
  });
};
