import { KIB } from '../../../application/limits/units.js';
import type { OutputEvent } from '../../../domain/output/process-event.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import { BufferPool } from '../../shared/buffer-pool.js';
import { asBuffer } from '../encoding/base64.js';
import { toAsciiJson } from '../encoding/json-parts.js';

/** A chunk of 64 KiB in base64, and the message around it. */
const FRAME_BYTES = Math.ceil((64 * KIB) / 3) * 4 + KIB;
/** A client that keeps up needs one or two; more are in use while sockets are full. */
const MAX_SPARE_FRAMES = 16;

/** A shorter notification is a string, which a transport may send in one piece with others. */
const MAX_STRING_LENGTH = 4 * KIB;

const TAIL = '"}}';

/**
 * Encodes output notifications, which are most of what is sent, from an ASCII template written as Latin-1:
 * `JSON.stringify` and UTF-8 take three times as long. Reuses its buffers.
 */
export class OutputNotificationEncoder {
  readonly #blocks = new BufferPool(FRAME_BYTES, MAX_SPARE_FRAMES);

  /** A buffer belongs to the caller until `release`. */
  encode({ processId, seq, stream, bytes }: OutputEvent): string | Buffer {
    const id = toAsciiJson(processId);
    const head = `{"method":"${NOTIFICATIONS.processOutput}","params":{"processId":${id},"seq":${seq},"stream":"${stream}","chunk":"`;
    const chunk = asBuffer(bytes).toString('base64');
    const end = head.length + chunk.length;
    if (end < MAX_STRING_LENGTH) {
      return head + chunk + TAIL;
    }
    const frame = this.#blocks.acquire(end + TAIL.length);
    frame.write(head, 'latin1');
    frame.write(chunk, head.length, 'latin1');
    frame.write(TAIL, end, 'latin1');
    return frame;
  }

  /** Returns a sent buffer for reuse. */
  release(frame: Buffer): void {
    this.#blocks.release(frame);
  }
}
