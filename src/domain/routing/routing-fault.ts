/** Why no node can serve a client now; one may if the client tries again. */
export type RoutingFault =
  /** No node takes new sessions. */
  | 'no_node'
  /** Which node owns the session is unknown while the directory cannot be reached. */
  | 'owner_unknown'
  /** The owner of the session took no connection, and may be alive. */
  | 'owner_unreachable'
  | 'owner_silent'
  | 'owner_busy'
  /** It was at another address each time. */
  | 'owner_moving';
