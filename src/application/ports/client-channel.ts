import type {
  NetworkAnswer,
  NetworkDecision,
  NetworkQuestion,
} from '../../domain/network/network-decision.js';
import type { SeqRange } from '../../domain/output/acknowledged-ranges.js';
import type { ProcessEvent } from '../../domain/output/process-event.js';
import type { ClientNotification } from './client-notification.js';

/** Sends to the client of one connection. */
export interface ClientChannel {
  /** The client knows the extensions of the protocol: methods and events have them from now on. */
  enableExtensions(): void;
  /** Sends an event, in order. Never throws. False: too many bytes are unsent; wait for `onDrain`. */
  deliver(event: ProcessEvent): boolean;
  /**
   * Sends a notification that a request of this connection caused, in order. Resolves when there is room for
   * more, or the connection is closed. Never rejects.
   */
  notify(notification: ClientNotification): Promise<void>;
  /** Tells the client a decision about the network of a process, as `notify` does. */
  report(decision: NetworkDecision): Promise<void>;
  /**
   * Asks the client whether a process may connect to a host. Undefined: the connection is closed before it has
   * answered; what is no answer denies. Never rejects.
   */
  ask(question: NetworkQuestion): Promise<NetworkAnswer | undefined>;
  /** Resolves when there is room for more, or the connection is closed; undefined: there is room. Never rejects. */
  ready(): Promise<void> | undefined;
  /** Requests an acknowledgement of everything sent so far, reported through `onAcknowledged`. */
  requestAck(): void;
  /** Resolves with whether anything comes from the client within `withinMs`, such as the pong. */
  probe(withinMs: number): Promise<boolean>;
  /** Another connection has attached to the session: tells the client, and closes the connection. */
  takenOver(): void;
  /** Calls `listener` each time the buffer has drained after a `deliver` that returned false. */
  onDrain(listener: () => void): void;
  /** Calls `listener` with each range of a process's events that the client has acknowledged. */
  onAcknowledged(listener: (processId: string, range: SeqRange) => void): void;
}
