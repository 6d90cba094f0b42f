import { CLOSE_CODES } from '../../protocol/close-codes.js';
import { ERROR_CODES } from '../../protocol/json-rpc.js';
import { ConnectionLost, RequestFailed } from '../errors.js';
import type { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import { lossOf, type Opened } from './handshake.js';

/**
 * A server with extensions refuses a resume only after another connection gave a sign of life. Our own lost connection gives one too, as long as
 * the network takes bytes for it: until the server finds out that it is dead, within 14 s by default (docs/output-delivery.md).
 */
const OWN_TRACES_MS = 20_000;

export interface RecoverySettings {
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** How long connections are tried; `Infinity` for ever. */
  readonly recoveryMs: number;
  /** The server tells whether another client that is attached to the session is alive. */
  readonly probesOthers: boolean;
}

/**
 * Calls `open` until it succeeds, with growing pauses.
 *
 * @throws {ConnectionLost} when it never can, or `recoveryMs` are over; the reason of `signal` when that is aborted
 */
export const recover = async (
  settings: RecoverySettings,
  open: (signal: AbortSignal) => Promise<Opened>,
  signal: AbortSignal,
): Promise<Opened> => {
  const { clock, recoveryMs } = settings;
  const giveUp = new AbortController();
  const cancel = clock.schedule(recoveryMs, () => giveUp.abort());
  const either = AbortSignal.any([signal, giveUp.signal]);
  try {
    return await attempt(settings, open, either);
  } catch (error) {
    if (signal.aborted || !giveUp.signal.aborted) {
      throw error;
    }
    throw new ConnectionLost(
      'recovery-timeout',
      `the session is lost: no connection within recoveryMs (${(error as Error).message})`,
      { cause: error },
    );
  } finally {
    cancel();
  }
};

const attempt = async (
  settings: RecoverySettings,
  open: (signal: AbortSignal) => Promise<Opened>,
  signal: AbortSignal,
): Promise<Opened> => {
  let refusedSinceMs: number | undefined;
  let last: unknown = new Error('the connection was lost');
  for (;;) {
    await pause(settings.clock, settings.backoff.nextMs(), signal, last);
    try {
      return await open(signal);
    } catch (error) {
      last = error;
      const nowMs = settings.clock.nowMs();
      // Any other failure may be an attempt of ours that reached the server, which is a new trace.
      refusedSinceMs = isRefused(error) ? (refusedSinceMs ?? nowMs) : undefined;
      const refusedMs = refusedSinceMs === undefined ? 0 : nowMs - refusedSinceMs;
      const loss = lossOf(error) ?? takenOver(settings, error, refusedMs);
      if (loss !== undefined) {
        throw loss;
      }
    }
  }
};

/** Why the session is lost when the server has closed the connection with that code; undefined: it is not. */
export const lossOfClose = (closeCode: number): ConnectionLost | undefined =>
  closeCode === CLOSE_CODES.sessionTakenOver
    ? new ConnectionLost(
        'attached-elsewhere',
        'the session is lost: another client has taken it over',
      )
    : undefined;

/** Another connection is attached to the session. */
const isRefused = (error: unknown): boolean =>
  error instanceof RequestFailed && error.code === ERROR_CODES.sessionAttached;

const takenOver = (
  { probesOthers }: RecoverySettings,
  error: unknown,
  refusedMs: number,
): ConnectionLost | undefined =>
  probesOthers && refusedMs > OWN_TRACES_MS
    ? new ConnectionLost('attached-elsewhere', `the session is lost: ${(error as Error).message}`, {
        cause: error,
      })
    : undefined;

/** @throws `last` when the signal is aborted. */
const pause = (clock: Clock, ms: number, signal: AbortSignal, last: unknown): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(last);
      return;
    }
    const abort = (): void => {
      cancel();
      reject(last);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, { once: true });
  });
