import type { Metrics } from '../../application/ports/metrics.js';
import type { GatewayMetrics } from '../../application/ports/routing/gateway-metrics.js';

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

/** The same for a gateway. */
export class NoGatewayMetrics implements GatewayMetrics {
  readonly connectionAccepted = nothing;
  readonly nodeDialled = nothing;
  readonly notRouted = nothing;
  readonly directoryRead = nothing;
  readonly rejected = nothing;
}
