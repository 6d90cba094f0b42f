import type { Metrics } from '../../application/ports/metrics.js';

const nothing = (): void => undefined;

/** Records nothing. */
export class NoMetrics implements Metrics {
  readonly isRecording = false;
  readonly connectionOpened = nothing;
  readonly connectionClosed = nothing;
  readonly requestFinished = nothing;
  readonly processStarted = nothing;
  readonly processFinished = nothing;
  readonly sessionResumed = nothing;
  readonly peerLost = nothing;
  readonly outputDropped = nothing;
  readonly rejected = nothing;
}
