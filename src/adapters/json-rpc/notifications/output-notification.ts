import type { OutputEvent } from '../../../domain/output/process-event.js';
import { NOTIFICATIONS } from '../../../protocol/methods.js';
import { BufferPool } from '../../shared/buffer-pool.js';
import { asBuffer } from '../encoding/as-buffer.js';
import { toAsciiJson } from '../encoding/json-text.js';

const KIB = 1024;
/** A chunk of 64 KiB in base64, and what is around it. */
const FRAME_BYTES = Math.ceil((64 * KIB) / 3) * 4 + KIB;
/** A client that keeps up needs one or two; those beyond wait in sockets now and then. */
const MAX_SPARE_FRAMES = 16;

const TAIL = '"}}';

/**
 * The notifications of output, which are most of what is sent. Each is a template of ASCII text, written as
 * Latin-1: `JSON.stringify` and UTF-8 would take three times as long.
 */
export class OutputNotificationEncoder {
  readonly #blocks = new BufferPool(FRAME_BYTES, MAX_SPARE_FRAMES);

  /** It is the caller's until it is given back. */
  encode({ processId, seq, stream, bytes }: OutputEvent): Buffer {
    const id = toAsciiJson(processId);
    const head = `{"method":"${NOTIFICATIONS.processOutput}","params":{"processId":${id},"seq":${seq},"stream":"${stream}","chunk":"`;
    const chunk = asBuffer(bytes).toString('base64');
    const end = head.length + chunk.length;
    const frame = asBuffer(this.#blocks.acquire(end + TAIL.length));
    frame.write(head, 'latin1');
    frame.write(chunk, head.length, 'latin1');
    frame.write(TAIL, end, 'latin1');
    return frame;
  }

  /** It was sent. */
  release(frame: Buffer): void {
    this.#blocks.release(frame);
  }
}
