import type { StreamName, WireEvent } from './wire-messages.js';

/** An event and whose it is. */
export interface AddressedEvent {
  readonly processId: string;
  readonly event: WireEvent;
}

const OUTPUT =
  /^\{"method":"process\/output","params":\{"processId":"([^"\\]*)","seq":(\d+),"stream":"(stdout|stderr|pty)","chunk":"/;
const HEAD_BYTES = 400;
const TAIL = '"}}';

/** Reads an output notification by its text: parsing the JSON would be most of a client's work. */
export const parseOutputFrame = (frame: Buffer): AddressedEvent | undefined => {
  const head = OUTPUT.exec(frame.toString('latin1', 0, HEAD_BYTES));
  const end = frame.length - TAIL.length;
  if (head === null || frame.toString('latin1', end) !== TAIL) {
    return undefined;
  }
  const [prefix, processId = '', seq, stream] = head;
  const bytes = Buffer.from(frame.toString('latin1', prefix.length, end), 'base64');
  return {
    processId,
    event: { kind: 'output', seq: Number(seq), stream: stream as StreamName, bytes },
  };
};

/** The event in a parsed notification; undefined when it is of another kind. */
export const toEvent = (
  method: string,
  params: {
    processId: string;
    seq: number;
    stream: StreamName;
    chunk: string;
    exitCode: number;
  },
): AddressedEvent | undefined => {
  const { processId, seq, stream, exitCode } = params;
  switch (method) {
    case 'process/output': {
      const bytes = Buffer.from(params.chunk, 'base64');
      return { processId, event: { kind: 'output', seq, stream, bytes } };
    }
    case 'process/exited':
      return { processId, event: { kind: 'exited', seq, exitCode } };
    case 'process/closed':
      return { processId, event: { kind: 'closed', seq } };
    default:
      return undefined;
  }
};
