import type { OutputEvent, ProcessEvent } from '../../domain/process-event.js';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import type { ProcessClosedParams, ProcessExitedParams } from '../../protocol/process.js';
import { asciiJson } from './ascii-json.js';

/** The notification that tells a client of an event. */
export const encodeEvent = (event: ProcessEvent): string | Buffer => {
  switch (event.kind) {
    case 'output':
      return encodeOutput(event);
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

/**
 * Output is most of what is sent: a template of ASCII text, written as Latin-1, takes a third of the
 * time that `JSON.stringify` and UTF-8 would.
 */
const encodeOutput = ({ processId, seq, stream, bytes }: OutputEvent): Buffer => {
  const id = asciiJson(processId);
  const chunk = asBuffer(bytes).toString('base64');
  return Buffer.from(
    `{"method":"${NOTIFICATIONS.processOutput}","params":{"processId":${id},"seq":${seq},"stream":"${stream}","chunk":"${chunk}"}}`,
    'latin1',
  );
};

/** A view of the same bytes, not a copy. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
