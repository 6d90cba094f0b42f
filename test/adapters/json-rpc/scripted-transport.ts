import type { MessageTransport } from '../../../src/adapters/json-rpc/message-transport.js';

/** A transport whose every move the test makes. */
export class ScriptedTransport implements MessageTransport {
  readonly source = 'scripted message';
  readonly sent: string[] = [];
  /** Messages leave at once unless the test holds them back. */
  isStuck = false;
  isPaused = false;
  isEnded = false;
  unsentBytes = 0;
  /** The most that was ever unsent. */
  peakUnsentBytes = 0;
  readonly #drainListeners: (() => void)[] = [];
  #onMessage: (message: string | Buffer) => void = () => undefined;
  #onEnd: () => void = () => undefined;

  send(message: string | Buffer, onSent?: () => void): void {
    if (this.isEnded) {
      return;
    }
    this.sent.push(message.toString());
    if (this.isStuck) {
      this.unsentBytes += Buffer.byteLength(message);
    } else {
      onSent?.();
    }
    this.peakUnsentBytes = Math.max(this.peakUnsentBytes, this.unsentBytes);
  }

  terminate(): void {
    if (this.isEnded) {
      return;
    }
    this.isEnded = true;
    this.#onEnd();
  }

  /** What waits to be told that all before it has arrived. */
  readonly pendingAcks: (() => void)[] = [];

  requestAck(onAck: () => void): void {
    this.pendingAcks.push(onAck);
  }

  async probe(): Promise<boolean> {
    return !this.isEnded;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  onMessage(listener: (message: string | Buffer) => void): void {
    this.#onMessage = listener;
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** The client's message arrives. */
  receive(message: string | Buffer): void {
    this.#onMessage(message);
  }

  /** All that piled up leaves. */
  drain(): void {
    this.unsentBytes = 0;
    for (const listener of this.#drainListeners) {
      listener();
    }
  }
}
