import type { RoutingFault } from '../../../domain/routing/routing-fault.js';
import type { Metrics } from '../metrics.js';
import type { Dialled } from './node-dialer.js';

/** Why a connection that was accepted was routed to no node. */
export type UnroutedReason =
  | RoutingFault
  /** The node refuses the client. */
  | 'refused'
  | 'first_message_too_long'
  | 'first_message_too_late'
  | 'first_message_invalid'
  /** Too many clients had sent no first message. */
  | 'evicted';

/**
 * Counts what a gateway does. No call names a client, a session or a node: each value of a label is one of a closed set. Never
 * throws.
 */
export interface GatewayMetrics extends Pick<Metrics, 'rejected'> {
  /** A client was upgraded to a WebSocket. */
  connectionAccepted(): void;
  /** A node was asked for a WebSocket. */
  nodeDialled(result: Dialled<unknown>['outcome']): void;
  notRouted(reason: UnroutedReason): void;
  directoryRead(result: 'success' | 'error'): void;
}
