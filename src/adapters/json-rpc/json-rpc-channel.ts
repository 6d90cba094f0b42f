import type { ClientChannel } from '../../application/ports/client-channel.js';
import type { ProcessEvent } from '../../domain/process-event.js';
import type { MessageTransport } from './message-transport.js';
import { encodeEvent } from './process-notification.js';

/** Sends events to a client as notifications. */
export class JsonRpcChannel implements ClientChannel {
  readonly #transport: MessageTransport;
  readonly #congestionBytes: number;

  /** @param congestionBytes unsent bytes above which the client counts as behind. */
  constructor(transport: MessageTransport, congestionBytes: number) {
    this.#transport = transport;
    this.#congestionBytes = congestionBytes;
  }

  deliver(event: ProcessEvent): boolean {
    this.#transport.send(encodeEvent(event));
    return this.#transport.unsentBytes <= this.#congestionBytes;
  }

  onDrain(listener: () => void): void {
    this.#transport.onDrain(listener);
  }
}
