import { join } from 'node:path';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/** Where the user's own daemon listens. */
export interface DaemonAddress extends ProcessIdentity {
  readonly url: string;
  /** The bearer token of its clients. */
  readonly token: string;
  /** Of the package. */
  readonly version: string;
}

const pathOf = (directory: string): string => join(directory, 'daemon.json');

/**
 * The address of the daemon that runs; undefined: none does. A port may have passed to another user's program, so an
 * address counts only while the process that wrote it runs.
 */
export const findDaemon = (directory: string): DaemonAddress | undefined => {
  const found = readPrivateFile(pathOf(directory));
  return isAddress(found) && isRunning(found) ? found : undefined;
};

export const recordDaemon = (directory: string, address: DaemonAddress): void =>
  writePrivateFile(pathOf(directory), address);

const isAddress = (value: unknown): value is DaemonAddress => {
  const { url, token, pid, startTime } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    typeof url === 'string' &&
    typeof token === 'string' &&
    typeof pid === 'number' &&
    typeof startTime === 'string'
  );
};
