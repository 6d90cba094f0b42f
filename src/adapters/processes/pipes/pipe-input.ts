import type { Socket } from 'node:net';
import type { InputOutcome } from '../../../domain/processes/process-control.js';
import { PendingInput, type ProcessInput } from '../io/process-input.js';

/** A pipe to stdin. What the kernel does not accept at once is queued, up to a limit. */
export class PipeInput implements ProcessInput {
  readonly #socket: Socket;
  readonly #pending: PendingInput;

  constructor(socket: Socket, pendingBytes: number) {
    this.#socket = socket;
    this.#pending = new PendingInput(pendingBytes);
    // EPIPE: the process has closed its stdin. The socket destroys itself, which `write` sees.
    socket.on('error', () => undefined);
  }

  write(bytes: Uint8Array): InputOutcome {
    const socket = this.#socket;
    if (!socket.writable || socket.errored) {
      return 'stdinClosed';
    }
    if (this.#pending.refuses(socket.writableLength, bytes.length)) {
      return 'full';
    }
    if (bytes.length > 0) {
      socket.write(bytes);
    }
    // The error is set synchronously; its event comes later.
    return socket.errored ? 'stdinClosed' : 'accepted';
  }

  end(): void {
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroy();
  }
}
