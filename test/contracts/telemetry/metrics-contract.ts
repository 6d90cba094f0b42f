import { describe, expect, test } from '@jest/globals';
import type { Metrics } from '../../../src/application/ports/metrics.js';

/** Metrics under test, and what they have counted of one kind. */
export interface MetricsSubject {
  readonly metrics: Metrics;
  /** Undefined: it keeps nothing. */
  readonly counted?: () => Promise<Readonly<Record<string, number>>>;
}

/** One call of each method, twice where the label differs. */
const recordAll = (metrics: Metrics): void => {
  metrics.connectionOpened('websocket');
  metrics.connectionOpened('embedded');
  metrics.connectionClosed('embedded');
  metrics.requestFinished('process/start', 'success', 20);
  metrics.requestFinished('process/start', 'error', 2000);
  metrics.processStarted();
  metrics.processStarted();
  metrics.processFinished('nonzero_exit', 45_000);
  metrics.sessionResumed('unknown_session');
  metrics.peerLost('silent');
  metrics.outputDropped(7);
  metrics.outputDropped(0);
  metrics.rejected('draining');
  metrics.rejected('draining');
};

/** The rules that all `Metrics` keep to; those that keep nothing accept everything without a word. */
export const metricsContract = (name: string, make: () => MetricsSubject): void => {
  describe(`Metrics contract: ${name}`, () => {
    test('take every event, and count each', async () => {
      const { metrics, counted } = make();
      expect(() => recordAll(metrics)).not.toThrow();
      expect(metrics.isRecording).toBe(counted !== undefined);
      if (counted !== undefined) {
        expect(await counted()).toEqual({
          openWebSockets: 1,
          openEmbedded: 0,
          failedStarts: 1,
          runningProcesses: 1,
          failedProcesses: 1,
          unknownResumes: 1,
          silentPeers: 1,
          droppedBytes: 7,
          drainRefusals: 2,
        });
      }
    });

    test('take events in any order', () => {
      const { metrics } = make();
      expect(() => {
        metrics.processFinished('success', 0);
        metrics.connectionClosed('websocket');
      }).not.toThrow();
    });
  });
};
