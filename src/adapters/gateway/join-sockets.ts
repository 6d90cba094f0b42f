import type { Socket } from 'node:net';

/** TCP probes a silent connection after this long, since a gateway sends no pings of its own. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Passes all bytes on in both directions as they are, at the pace of the slower side. When one side ends, the other gets what is
 * left, for `lingerMs` at most, and is closed; when one fails, the other is closed at once.
 */
export const joinSockets = (one: Socket, other: Socket, lingerMs: number): void => {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.setNoDelay(true);
    from.setKeepAlive(true, KEEP_ALIVE_MS);
    from.on('error', () => to.destroy());
    from.once('close', () => {
      if (to.destroyed) {
        return;
      }
      const linger = setTimeout(() => to.destroy(), lingerMs);
      to.once('close', () => clearTimeout(linger));
      to.destroySoon();
    });
    from.pipe(to);
  }
};
