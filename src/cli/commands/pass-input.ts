import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Host, InputTerminal } from '../host.js';
import { DetachKeys } from '../terminal/detach-keys.js';
import { RawMode } from '../terminal/raw-mode.js';

/** Whether what is typed goes to the terminal of the command as it is. */
export const isTypedRaw = (host: Host, isOnTerminal: boolean): boolean =>
  isOnTerminal && host.stdin.isTTY === true;

export interface InputListener {
  /** The detach keys were typed. */
  detach(): void;
  /** Standard input cannot be read to its end, which the command is not told: it would take a part for all. */
  fail(error: Error): void;
}

/**
 * Passes standard input on, with its end.
 *
 * @param keys that detach, where it is typed on a terminal
 * @returns what restores the terminal and stops reading
 */
export const passInput = (
  host: Host,
  to: Writable,
  keys: Buffer | undefined,
  listener: InputListener,
): (() => void) => {
  if (keys !== undefined) {
    return passTyped(host.stdin, to, keys, () => listener.detach());
  }
  pipeline(host.stdin, to).catch((error: NodeJS.ErrnoException) => {
    // A command that does not read to the end is no failure, and a terminal that closes sends SIGHUP.
    if (error.syscall === 'read' && !host.stdin.isTTY) {
      listener.fail(error);
    }
  });
  return () => host.stdin.destroy();
};

/** Everything typed is taken at once, also while the connection is broken: the detach keys may be behind it. */
const passTyped = (
  terminal: InputTerminal,
  to: Writable,
  keys: Buffer,
  onDetach: () => void,
): (() => void) => {
  const detachKeys = new DetachKeys(keys);
  const mode = new RawMode(terminal);
  const pass = (typed: Buffer): void => {
    const { bytes, isDetach } = detachKeys.feed(typed);
    if (bytes.length > 0 && to.writable) {
      to.write(bytes);
    }
    if (isDetach) {
      onDetach();
    }
  };
  terminal.on('data', pass).on('error', () => undefined);
  return () => {
    terminal.off('data', pass).pause();
    mode.restore();
  };
};
