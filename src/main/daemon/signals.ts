import { isatty } from 'node:tty';
import type { Shutdown } from './shutdown.js';

/** Exit codes by signal; above 128 it is 128 plus the signal, as in a shell. */
const ENDING_SIGNALS = { SIGINT: 0, SIGQUIT: 131, SIGXCPU: 152 } as const;
const EXIT_HANGUP = 129;

/**
 * Signals with an empty handler. SIGUSR1 would open Node's debugger to every user of the host, without a
 * password. Node ignores SIGXFSZ (`ulimit -f`) from its start, but after a listener is removed the default
 * action, which ends the process, is in effect. SIGUSR2 has no meaning here. Children get the default
 * actions.
 */
const HARMLESS_SIGNALS = ['SIGUSR1', 'SIGUSR2', 'SIGXFSZ'] as const;

/**
 * Hanging up stops a daemon on a terminal only: Node resets the SIGHUP that `nohup` ignored before any script
 * runs, but with nohup none of the streams is a terminal. Checked before the hangup, after which nothing is a
 * terminal.
 */
const isOnTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));

/** Call it first: until then those signals have their default actions. */
export const ignoreSignals = (): void => {
  for (const signal of HARMLESS_SIGNALS) {
    process.on(signal, () => undefined);
  }
  if (!isOnTerminal) {
    process.on('SIGHUP', () => undefined);
  }
};

/** Stops the daemon on these signals. SIGTERM drains for `drainTimeoutMs` first, unless one of them comes again. */
export const stopOnSignals = (shutdown: Shutdown, drainTimeoutMs: () => number): void => {
  process.on('SIGTERM', () => shutdown.drain(drainTimeoutMs()));
  for (const [signal, exitCode] of Object.entries(ENDING_SIGNALS)) {
    process.on(signal, () => shutdown.begin(exitCode));
  }
};

/**
 * Stops the daemon when its terminal hangs up; elsewhere SIGHUP is a request to `reload`, which harms nothing where `nohup`
 * meant it to be ignored.
 */
export const onHangup = (shutdown: Shutdown, reload: () => void): void => {
  process.on('SIGHUP', () => {
    if (isOnTerminal) {
      shutdown.begin(EXIT_HANGUP);
    } else {
      reload();
    }
  });
};
