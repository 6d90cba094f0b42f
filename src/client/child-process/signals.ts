import { SIGNALS, type SignalName } from '../../protocol/process-extensions.js';

/** The numbers that Linux and macOS have in common. */
const NUMBERS: Readonly<Record<number, SignalName>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  14: 'SIGALRM',
  15: 'SIGTERM',
};

/** The name of a signal that is given as Node takes it. @throws {TypeError} `ERR_UNKNOWN_SIGNAL` */
export const signalName = (signal: NodeJS.Signals | number): SignalName => {
  const name = typeof signal === 'number' ? NUMBERS[signal] : signal.toUpperCase();
  const known = SIGNALS.find((other) => other === name);
  if (known === undefined) {
    throw Object.assign(new TypeError(`Unknown signal: ${signal}`), { code: 'ERR_UNKNOWN_SIGNAL' });
  }
  return known;
};

/** The signal that an exit code of 128 plus its number means, as shells have it. */
export const signalOfExitCode = (exitCode: number): SignalName | undefined =>
  NUMBERS[exitCode - 128];
