import type { Metrics } from '../../src/application/ports/metrics.js';

type Call = readonly [method: keyof Metrics, ...args: readonly unknown[]];

/** Keeps what is recorded. */
export class RecordingMetrics implements Metrics {
  readonly isRecording = true;
  readonly calls: Call[] = [];
  readonly connectionOpened = this.#note('connectionOpened');
  readonly connectionClosed = this.#note('connectionClosed');
  readonly requestFinished = this.#note('requestFinished');
  readonly processStarted = this.#note('processStarted');
  readonly processFinished = this.#note('processFinished');
  readonly sessionResumed = this.#note('sessionResumed');
  readonly peerLost = this.#note('peerLost');
  readonly outputDropped = this.#note('outputDropped');
  readonly rejected = this.#note('rejected');

  #note(method: keyof Metrics): (...args: readonly unknown[]) => void {
    return (...args) => {
      this.calls.push([method, ...args]);
    };
  }
}
