import type { RequestSpan, Tracing } from '../../application/ports/tracing.js';

const nothing = (): void => undefined;

/** A span that nothing is recorded of. */
export const NO_SPAN: RequestSpan = {
  startProcess: () => ({ exited: nothing, closed: nothing }),
  end: nothing,
};

/** Records nothing. */
export class NoTracing implements Tracing {
  readonly isRecording = false;
  readonly startRequest = (): RequestSpan => NO_SPAN;

  async dispose(): Promise<void> {
    // There is nothing to hand over.
  }
}
