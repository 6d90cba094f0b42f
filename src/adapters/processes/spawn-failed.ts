import type { ProcessSpec } from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import { describeOsError } from '../../protocol/os-errors.js';
import { errorCode } from './error-code.js';
import { diagnoseSpawn, type Fault } from './spawn-diagnosis.js';

/** What the system is short of, where no program or directory is at fault. */
const SHORTAGES: Readonly<Record<string, string>> = {
  EAGAIN: 'no more processes can be made',
  EMFILE: 'the server has too many files open',
  ENFILE: 'the system has too many files open',
  ENOMEM: 'not enough memory to start a process',
};

/** The error for a client: the system's text first, then what is at fault. */
export const spawnFailed = ({ code, detail }: Fault): SpawnFailed =>
  new SpawnFailed(`${describeOsError(code)}: ${detail}`);

/** The error for a start that has failed, whatever with. What is at fault is only looked for now. */
export const explainSpawnError = (error: unknown, spec: ProcessSpec): SpawnFailed => {
  if (error instanceof SpawnFailed) {
    return error;
  }
  const code = errorCode(error);
  if (code === undefined) {
    return new SpawnFailed(`the process could not be started: ${(error as Error).message}`);
  }
  const shortage = SHORTAGES[code];
  if (shortage !== undefined) {
    return spawnFailed({ code, detail: shortage });
  }
  const fault = diagnoseSpawn(spec);
  return fault === undefined
    ? new SpawnFailed(describeOsError(code))
    : spawnFailed({ code, detail: fault.detail });
};
