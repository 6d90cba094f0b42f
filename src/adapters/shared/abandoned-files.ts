import { readlinkSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readProcess } from './process-table.js';
import { sendSignal } from './send-signal.js';

/** Names with `ownerOfFiles()`; `mkdtemp` has appended six characters to those of directories. */
const OWNED_NAME = /^(?:exec-server-fifos|denied)-(\d+)-(\d+)-(\d+)(?:-\w{6})?$/;

/**
 * This process as a part of a file's name, `PID-STARTED-NAMESPACE`: lets a later daemon check whether the
 * creator is alive.
 */
export const ownerOfFiles = (): string =>
  `${process.pid}-${startTime(process.pid)}-${pidNamespace()}`;

/** Removes the files and directories of this user's daemons that exited without removing them. Never fails. */
export const removeAbandonedFiles = async (directory: string): Promise<void> => {
  const names = await readdir(directory).catch(() => []);
  await Promise.all(names.filter(isAbandoned).map((name) => removeOwn(join(directory, name))));
};

const isAbandoned = (name: string): boolean => {
  const [, pid, started, namespace] = OWNED_NAME.exec(name) ?? [];
  return (
    pid !== undefined &&
    // A pid of another container's namespace is another process.
    namespace === pidNamespace() &&
    (!sendSignal(Number(pid), 0) || started !== startTime(Number(pid)))
  );
};

const removeOwn = async (path: string): Promise<void> => {
  try {
    const found = await lstat(path);
    if (found.uid === process.geteuid?.()) {
      await rm(path, { recursive: true, force: true });
    }
  } catch {
    // Another daemon was faster.
  }
};

const startTime = (pid: number): string => readProcess(pid)?.startTime ?? '0';

const pidNamespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0';
  }
};
