import { InvalidArgumentError } from 'commander';
import { SIGNALS, type SignalName } from '../protocol/process-extensions.js';

/** Adds `KEY=VALUE` or `KEY` to the variables that were given earlier. */
export const collectVariable = (text: string, earlier: readonly string[]): readonly string[] => {
  if (/^(=|$)/.test(text)) {
    throw new InvalidArgumentError('Expected KEY=VALUE, or KEY.');
  }
  return [...earlier, text];
};

export const parseWhole = (text: string): number => {
  if (!/^[0-9]{1,15}$/.test(text)) {
    throw new InvalidArgumentError('Expected a whole number.');
  }
  return Number(text);
};

/** Takes `TERM` and `term` for `SIGTERM`. */
export const parseSignal = (text: string): SignalName => {
  const name = text.toUpperCase().replace(/^(SIG)?/, 'SIG');
  const signal = SIGNALS.find((known) => known === name);
  if (signal === undefined) {
    throw new InvalidArgumentError('Expected the name of a signal, such as INT or SIGHUP.');
  }
  return signal;
};
