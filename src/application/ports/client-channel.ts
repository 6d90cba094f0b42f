import type { SeqRange } from '../../domain/arrivals.js';
import type { ProcessEvent } from '../../domain/process-event.js';

/** The way to the client of one connection. */
export interface ClientChannel {
  /** Sends an event, in order. False: more is unsent than is healthy; wait for `onDrain`. Never throws. */
  deliver(event: ProcessEvent): boolean;
  /** Resolves with whether anything comes from the client within that time, a pong at least. */
  isAlive(withinMs: number): Promise<boolean>;
  /** Ends the connection at once. */
  end(): void;
  /** Calls `listener` each time the channel has sent what it had after a `deliver` that returned false. */
  onDrain(listener: () => void): void;
  /** Calls `listener` when it is proven that a run of a process's events has arrived at the client. */
  onArrival(listener: (processId: string, range: SeqRange) => void): void;
}
