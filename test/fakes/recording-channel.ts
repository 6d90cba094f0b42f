import type { ClientChannel } from '../../src/application/ports/client-channel.js';
import type { ProcessEvent } from '../../src/domain/process-event.js';

/** Keeps what is delivered, and is behind whenever a test wants it to be. */
export class RecordingChannel implements ClientChannel {
  readonly events: ProcessEvent[] = [];
  /** True: every `deliver` reports that the channel is behind; `drain` ends it. */
  isCongested = false;
  readonly #drainListeners: (() => void)[] = [];

  deliver(event: ProcessEvent): boolean {
    this.events.push(event);
    return !this.isCongested;
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  /** Everything is sent: the channel can take more. */
  drain(): void {
    this.isCongested = false;
    for (const listener of this.#drainListeners) listener();
  }
}
