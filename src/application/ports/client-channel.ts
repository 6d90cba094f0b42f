import type { SeqRange } from '../../domain/output/acknowledged-ranges.js';
import type { ProcessEvent } from '../../domain/output/process-event.js';
import type { ClientNotification } from './client-notification.js';

/** The way to the client of one connection. */
export interface ClientChannel {
  /** Sends an event, in order. False: more is unsent than is healthy; wait for `onDrain`. Never throws. */
  deliver(event: ProcessEvent): boolean;
  /**
   * Sends what a request of this connection set off, in order. Resolves when there is room for more, or
   * the client is gone. Never rejects.
   */
  notify(notification: ClientNotification): Promise<void>;
  /** Resolves when there is room for more, or the client is gone. Never rejects. */
  ready(): Promise<void>;
  /** Finds out, as soon as the client can tell, what of all that was sent has arrived: `onArrival` tells. */
  askForArrival(): void;
  /** Resolves with whether anything comes from the client within that time, a pong at least. */
  probe(withinMs: number): Promise<boolean>;
  /** Ends the connection at once. @param reason for the log */
  end(reason: string): void;
  /** Calls `listener` each time the channel has sent what it had after a `deliver` that returned false. */
  onDrain(listener: () => void): void;
  /** Calls `listener` when it is proven that a run of a process's events has arrived at the client. */
  onAcknowledged(listener: (processId: string, range: SeqRange) => void): void;
}
