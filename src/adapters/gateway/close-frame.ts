import type { Duplex } from 'node:stream';
import { endSocket } from '../shared/end-socket.js';

/** FIN and the opcode of a Close frame (RFC 6455 section 5.5.1). */
const FIN_CLOSE = 0x88;
/** Of a control frame, with the code. */
const MAX_PAYLOAD = 125;

/** Sends a Close frame to a client and closes its connection. */
export const closeClient = (socket: Duplex, code: number, reason = ''): void => {
  const text = Buffer.from(reason).subarray(0, MAX_PAYLOAD - 2);
  const frame = Buffer.concat([Buffer.from([FIN_CLOSE, text.length + 2, code >> 8, code]), text]);
  endSocket(socket, frame);
};
