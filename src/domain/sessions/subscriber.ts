import type {
  NetworkAnswer,
  NetworkDecision,
  NetworkQuestion,
} from '../network/network-decision.js';
import type { ProcessEvent } from '../output/process-event.js';

/** The receiver of a session's events while it is attached. */
export interface Subscriber {
  /**
   * Delivers an event; its bytes must not be kept. False: the subscriber is congested, and expects
   * `Session.clearBackpressure` before more.
   */
  deliver(event: ProcessEvent): boolean;
  /** Requests an acknowledgement of everything delivered so far. */
  requestAck(): void;
  /** Tells the client a decision about the network. Resolves when there is room for more. Never rejects. */
  report(decision: NetworkDecision): Promise<void>;
  /** Asks the client; undefined: its connection was lost before it answered. Never rejects. */
  ask(question: NetworkQuestion): Promise<NetworkAnswer | undefined>;
  /** Resolves with whether anything comes from the client within `withinMs`. */
  probe(withinMs: number): Promise<boolean>;
  /** Another connection has attached to the session: tells the client, and closes the subscriber's connection. */
  takenOver(): void;
}
