import { expect, test } from '@jest/globals';
import type { GatewayMetrics } from '../../../src/application/ports/routing/gateway-metrics.js';

/** Metrics under test, and what they have counted. */
export interface GatewayMetricsSubject {
  readonly metrics: GatewayMetrics;
  /** Undefined: they keep nothing. */
  readonly counted?: () => Promise<Readonly<Record<string, number>>>;
}

/** The rule that all `GatewayMetrics` keep to; those that keep nothing accept everything without a word. */
export const gatewayMetricsContract = (name: string, make: () => GatewayMetricsSubject): void => {
  test(`GatewayMetrics contract: ${name} take every event, and count each`, async () => {
    const { metrics, counted } = make();
    metrics.connectionAccepted();
    metrics.nodeDialled('opened');
    metrics.nodeDialled('silent');
    metrics.nodeDialled('silent');
    metrics.notRouted('owner_silent');
    metrics.directoryRead('success');
    metrics.directoryRead('error');
    metrics.rejected('rate_limited');
    if (counted !== undefined) {
      expect(await counted()).toEqual({
        accepted: 1,
        dialled: 3,
        silent: 2,
        notRouted: 1,
        failedReads: 1,
        rejected: 1,
      });
    }
  });
};
