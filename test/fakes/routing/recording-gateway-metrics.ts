import type { GatewayMetrics } from '../../../src/application/ports/routing/gateway-metrics.js';

/** Keeps every call: its name, and the value of its label. */
export class RecordingGatewayMetrics implements GatewayMetrics {
  readonly calls: [name: keyof GatewayMetrics, label?: string][] = [];

  connectionAccepted(): void {
    this.calls.push(['connectionAccepted']);
  }

  nodeDialled(result: string): void {
    this.calls.push(['nodeDialled', result]);
  }

  notRouted(reason: string): void {
    this.calls.push(['notRouted', reason]);
  }

  directoryRead(result: string): void {
    this.calls.push(['directoryRead', result]);
  }

  rejected(reason: string): void {
    this.calls.push(['rejected', reason]);
  }
}
