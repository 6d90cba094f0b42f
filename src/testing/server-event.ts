import type { ServerMessage } from '../protocol/json-rpc.js';

/** A notification from the server. */
export interface ServerEvent {
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method; tests pick what they look at
  readonly params: any;
}

export const isEvent = (message: ServerMessage): message is ServerEvent => 'method' in message;

/** A predicate for any message, of one for notifications. */
export const eventThat =
  (predicate: (event: ServerEvent) => boolean) =>
  (message: ServerMessage): boolean =>
    isEvent(message) && predicate(message);
