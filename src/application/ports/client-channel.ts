import type { ProcessEvent } from '../../domain/process-event.js';

/** The way to the client of one connection. */
export interface ClientChannel {
  /** Sends an event, in order. False: more is unsent than is healthy; wait for `onDrain`. Never throws. */
  deliver(event: ProcessEvent): boolean;
  /** Calls `listener` each time the channel has sent what it had after a `deliver` that returned false. */
  onDrain(listener: () => void): void;
}
