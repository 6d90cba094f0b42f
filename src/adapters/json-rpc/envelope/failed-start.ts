import { type ExecServerError, SpawnFailed, type SpawnFault } from '../../../domain/errors.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import type { JsonRpcErrorObject, ProcessStartErrorData } from '../../../protocol/json-rpc.js';
import { ForeignSandboxPath, UnavailableSandbox } from '../encoding/invalid-params.js';

type Kind = ProcessStartErrorData['kind'];

const SPAWN_KINDS: Readonly<Record<SpawnFault, Kind>> = {
  'not-found': 'spawnNotFound',
  'permission-denied': 'spawnPermissionDenied',
  other: 'spawnFailed',
};

/** The error of a `process/start` that failed, with the kind of failure where clients tell it apart. */
export const describeFailedStart = (
  error: ExecServerError,
  reply: JsonRpcErrorObject,
): JsonRpcErrorObject => {
  const kind = kindOf(error);
  if (kind === undefined) {
    return reply;
  }
  const { code, message } = reply;
  const prefix = kind === 'sandboxPreparation' ? 'failed to prepare process sandbox: ' : '';
  return { code, message: prefix + message, data: { kind } };
};

const kindOf = (error: ExecServerError): Kind | undefined => {
  if (error instanceof SpawnFailed) {
    return SPAWN_KINDS[error.fault];
  }
  if (error instanceof SandboxRefused || error instanceof UnavailableSandbox) {
    return 'sandboxUnavailable';
  }
  return error instanceof ForeignSandboxPath ? 'sandboxPreparation' : undefined;
};
