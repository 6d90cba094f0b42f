import type { ProcessDescription } from '../../../domain/processes/process-description.js';
import type { ListedProcess, ProcessListResult } from '../../../protocol/process-extensions.js';
import { toPathUri } from '../encoding/path-uri.js';

/** Presents the processes of a session. */
export const presentProcesses = (processes: readonly ProcessDescription[]): ProcessListResult => ({
  processes: processes.map(presentProcess),
});

const presentProcess = (listed: ProcessDescription): ListedProcess => ({
  processId: listed.processId,
  pid: listed.pid ?? null,
  argv: [...listed.argv],
  argvAbridged: listed.isArgvAbridged,
  cwd: toPathUri(listed.cwd),
  tty: listed.isOnTerminal,
  startedAtMs: listed.startedAtMs,
  exited: listed.exit !== undefined,
  exitCode: listed.exit?.exitCode ?? null,
  signal: listed.exit?.signal ?? null,
  exitedAtMs: listed.exit?.exitedAtMs ?? null,
  closed: listed.closed,
  paused: listed.isPaused,
  nextSeq: listed.nextSeq,
});
