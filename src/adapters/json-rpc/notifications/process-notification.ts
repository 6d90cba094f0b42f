import type { ClosedEvent, ExitedEvent } from '../../../domain/output/process-event.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import type { ProcessClosedParams, ProcessExitedParams } from '../../../protocol/process.js';

/** Serializes an event other than output. */
export const encodeEvent = (event: ExitedEvent | ClosedEvent): string => {
  switch (event.kind) {
    case 'exited': {
      const { processId, seq, exitCode, sandboxDenied } = event;
      const params: ProcessExitedParams = { processId, seq, exitCode, sandboxDenied };
      return JSON.stringify({ method: NOTIFICATIONS.processExited, params });
    }
    case 'closed': {
      const params: ProcessClosedParams = { processId: event.processId, seq: event.seq };
      return JSON.stringify({ method: NOTIFICATIONS.processClosed, params });
    }
  }
};
