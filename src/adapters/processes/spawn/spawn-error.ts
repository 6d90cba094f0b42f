import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { SpawnFailed, type SpawnFault } from '../../../domain/errors.js';
import { describeOsError } from '../../../protocol/os-errors.js';
import { errorCode } from '../../shared/errno.js';
import { shortageOf } from '../../shared/shortage.js';
import { diagnoseSpawn, type SpawnDiagnosis } from './spawn-diagnosis.js';

const FAULTS: Readonly<Record<string, SpawnFault>> = {
  ENOENT: 'not-found',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
};

/** The error for a client: the system's text, then the cause. */
export const spawnFailed = ({ code, detail }: SpawnDiagnosis): SpawnFailed =>
  new SpawnFailed(`${describeOsError(code)}: ${detail}`, FAULTS[code]);

/** The error for a failed start. The cause is only looked for now. */
export const explainSpawnError = (error: unknown, spec: ProcessSpec): SpawnFailed => {
  if (error instanceof SpawnFailed) {
    return error;
  }
  const code = errorCode(error);
  if (code === undefined) {
    return new SpawnFailed(`the process could not be started: ${(error as Error).message}`);
  }
  const shortage = shortageOf(error);
  if (shortage !== undefined) {
    return shortage;
  }
  const diagnosis = diagnoseSpawn(spec);
  return diagnosis === undefined
    ? new SpawnFailed(describeOsError(code), FAULTS[code])
    : spawnFailed({ code, detail: diagnosis.detail });
};
