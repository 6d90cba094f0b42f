import type { ClosedEvent, ExitedEvent } from '../../../domain/output/process-event.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import type { ProcessClosedParams, ProcessExitedParams } from '../../../protocol/process.js';

/** Serializes an event other than output. @param hasExtensions - with the fields of the extensions */
export const encodeEvent = (event: ExitedEvent | ClosedEvent, hasExtensions: boolean): string => {
  switch (event.kind) {
    case 'exited': {
      const { processId, seq, exitCode, sandboxDenied } = event;
      const params: ProcessExitedParams = {
        processId,
        seq,
        exitCode,
        sandboxDenied,
        ...(hasExtensions && { signal: event.signal ?? null, exitedAtMs: event.exitedAtMs }),
      };
      return JSON.stringify({ method: NOTIFICATIONS.processExited, params });
    }
    case 'closed': {
      const params: ProcessClosedParams = { processId: event.processId, seq: event.seq };
      return JSON.stringify({ method: NOTIFICATIONS.processClosed, params });
    }
  }
};
