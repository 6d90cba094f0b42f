import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Logger } from '../../application/ports/logger.js';

/**
 * Exports, and logs one warning where that fails, until it has worked again. Errors are logged without their messages, which may have
 * parts of the endpoint or of what it answered.
 */
export class FailureReporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #logger: Logger;
  #isFailing = false;

  constructor(exporter: SpanExporter, logger: Logger) {
    this.#exporter = exporter;
    this.#logger = logger;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      this.#report(result);
      // The failure is reported: nothing else needs to know of it.
      done({ code: ExportResultCode.SUCCESS });
    });
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  /** The last export has failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  #report({ code, error }: ExportResult): void {
    const hasFailed = code !== ExportResultCode.SUCCESS;
    if (hasFailed && !this.#isFailing) {
      this.#logger.warn('exporting traces failed', { reason: reasonOf(error) });
    }
    this.#isFailing = hasFailed;
  }
}

/** The system's error code, or the status of the response. */
const reasonOf = (error: Error | undefined): string => {
  const code: unknown = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code === 'number') {
    return `HTTP status ${code}`;
  }
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'no answer';
};
