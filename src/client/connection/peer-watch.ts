import type { Clock } from './clock.js';
import type { Transport } from './transport.js';

/** When a silent server is given up. */
export interface PeerTimeout {
  /** The server is pinged after this long without a byte of it. */
  readonly pingIntervalMs: number;
  /** How many intervals in a row may pass without one. */
  readonly silentIntervals: number;
}

/**
 * Detects a server, or a network, that is silent: pings after each interval in which nothing came. Counting intervals instead
 * of comparing times keeps a pause of this program (a laptop that sleeps, SIGSTOP) from being held against the server.
 *
 * @returns what ends the watch
 */
export const watchPeer = (
  transport: Transport,
  clock: Clock,
  { pingIntervalMs, silentIntervals }: PeerTimeout,
  onSilent: () => void,
): (() => void) => {
  let received = transport.receivedBytes;
  let silent = 0;
  let cancel: () => void;
  const beat = (): void => {
    cancel = clock.schedule(pingIntervalMs, beat);
    if (transport.receivedBytes !== received) {
      received = transport.receivedBytes;
      silent = 0;
      return;
    }
    silent += 1;
    if (silent >= silentIntervals) {
      cancel();
      onSilent();
    } else {
      transport.ping();
    }
  };
  cancel = clock.schedule(pingIntervalMs, beat);
  return () => cancel();
};
