import type { HttpRequestBodyDeltaParams } from '../../protocol/http.js';
import { NOTIFICATIONS } from '../../protocol/methods.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ResponseBody } from './response-body.js';

/** The bodies that the server is sending, by the ids of their requests. */
export class ResponseBodies {
  readonly #bodies = new Map<string, ResponseBody>();
  #requests = 0;

  constructor(connection: SessionConnection) {
    connection.onNotification(
      NOTIFICATIONS.httpRequestBodyDelta,
      (delta: HttpRequestBodyDeltaParams) => this.#bodies.get(delta.requestId)?.receive(delta),
    );
    const interrupt = (): void => {
      for (const body of this.#bodies.values()) {
        body.interrupt();
      }
    };
    connection.onInterrupted(interrupt);
    connection.onLost(interrupt);
  }

  /** Expects a body, before its request is sent. */
  expect(url: string): { readonly requestId: string; readonly body: ResponseBody } {
    // Never used again, so that what is left of a body cannot be taken for another.
    this.#requests += 1;
    const requestId = `fetch-${this.#requests}`;
    const body = new ResponseBody(url, () => this.#bodies.delete(requestId));
    this.#bodies.set(requestId, body);
    return { requestId, body };
  }
}
