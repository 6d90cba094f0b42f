import { isatty } from 'node:tty';
import type { Logger } from '../../application/ports/logger.js';
import type { Ending } from './shutdown.js';

/** Exit codes of an orderly end. Beyond 128 is what a shell shows for the signal. */
const ENDING_SIGNALS = { SIGTERM: 0, SIGINT: 0, SIGQUIT: 131, SIGXCPU: 152 } as const;
const EXIT_HANGUP = 129;

/**
 * Signals that end nothing, by a handler that does nothing. SIGUSR1 would open Node's debugger to every user of the
 * host, without a password. SIGXFSZ (`ulimit -f`) Node ignores from its start, but whoever listens to it for a while
 * leaves the default, which ends the process. SIGUSR2 means nothing here. Children get the defaults.
 */
const HARMLESS_SIGNALS = ['SIGUSR1', 'SIGUSR2', 'SIGXFSZ'] as const;

/**
 * Hanging up is an end only for a daemon on a terminal: `nohup` has SIGHUP ignored before the daemon starts, but Node
 * undoes that before any script runs. What can still be seen is that none of its streams is a terminal any more. It
 * is looked at before the hangup, after which nothing is a terminal.
 */
const isOnTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));

/** To be called first, since until then those signals do what they do by default. */
export const ignoreSignals = (): void => {
  for (const signal of HARMLESS_SIGNALS) {
    process.on(signal, () => undefined);
  }
  if (!isOnTerminal) {
    process.on('SIGHUP', () => undefined);
  }
};

/** Ends the daemon when it is told to. */
export const endBySignals = (ending: Ending, logger: Logger): void => {
  for (const [signal, exitCode] of Object.entries(ENDING_SIGNALS)) {
    process.on(signal, () => ending.begin(exitCode));
  }
  process.on('SIGHUP', () => {
    if (isOnTerminal) {
      ending.begin(EXIT_HANGUP);
    } else {
      logger.info('SIGHUP ignored: no standard stream is a terminal');
    }
  });
};
