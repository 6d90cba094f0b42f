import type { ServerNotifications } from '../protocol/requests.js';

/** How a request of the protocol is sent. */
export interface PlainRequestOptions {
  /** It is sent again where the connection was lost before its answer: for requests that do no harm twice. Default false. */
  readonly repeat?: boolean | undefined;
  /** Gives the request up: it rejects with the reason, and its answer is ignored. The server does it all the same. */
  readonly signal?: AbortSignal | undefined;
}

/** Takes the params of a notification. */
export type NotificationListener<Method extends string> = (
  params: Method extends 'process/output'
    ? never
    : Method extends keyof ServerNotifications
      ? ServerNotifications[Method]
      : unknown,
) => void;
