import type { SignalName } from '../../protocol/process-extensions.js';

const PASSED: readonly SignalName[] = ['SIGINT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2'];

export interface SignalListener {
  /** Sends a signal to the command. */
  pass(signal: SignalName): void;
  /** Leaves the command running. */
  hangUp(): void;
  /** Ctrl-\ on a terminal that is not raw. */
  quit(): void;
}

/** Handles the signals that this process gets until the returned function is called. */
export const passSignals = (listener: SignalListener): (() => void) => {
  const handlers: [NodeJS.Signals, () => void][] = [
    ...PASSED.map((signal): [NodeJS.Signals, () => void] => [signal, () => listener.pass(signal)]),
    ['SIGHUP', () => listener.hangUp()],
    ['SIGQUIT', () => listener.quit()],
  ];
  for (const [signal, handler] of handlers) {
    process.on(signal, handler);
  }
  return () => {
    for (const [signal, handler] of handlers) {
      process.off(signal, handler);
    }
  };
};
