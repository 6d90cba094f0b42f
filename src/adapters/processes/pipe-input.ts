import type { Socket } from 'node:net';
import type { InputOutcome } from '../../domain/process-control.js';
import { exceedsPending, type ProcessInput } from './process-input.js';

/** A pipe to stdin. What the kernel does not take at once waits here, up to a bound. */
export class PipeInput implements ProcessInput {
  readonly #socket: Socket;
  readonly #pendingBytes: number;

  constructor(socket: Socket, pendingBytes: number) {
    this.#socket = socket;
    this.#pendingBytes = pendingBytes;
    // EPIPE: the process has closed its stdin. The socket destroys itself, which `write` sees.
    socket.on('error', () => {});
  }

  write(bytes: Uint8Array): InputOutcome {
    const socket = this.#socket;
    if (socket.destroyed || socket.errored) {
      return 'stdinClosed';
    }
    if (exceedsPending(socket.writableLength, bytes.length, this.#pendingBytes)) {
      return 'full';
    }
    if (bytes.length > 0) {
      socket.write(bytes);
    }
    // The kernel's refusal is known at once, the event comes later.
    return socket.errored ? 'stdinClosed' : 'accepted';
  }

  close(): void {
    this.#socket.destroy();
  }
}
