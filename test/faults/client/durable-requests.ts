import { ConnectionLost } from './connection-lost.js';
import type { WireConnection } from './wire-connection.js';

interface DurableRequest {
  readonly method: string;
  readonly params: unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Requests that are sent again, in their order, on each new connection until they are answered. */
export class DurableRequests {
  readonly #unanswered = new Set<DurableRequest>();

  /** Sends at once if there is a connection. @throws {RequestRefused} for an error. */
  add<Result>(
    method: string,
    params: unknown,
    connection: WireConnection | undefined,
  ): Promise<Result> {
    return new Promise<unknown>((resolve, reject) => {
      const request = { method, params, resolve, reject };
      this.#unanswered.add(request);
      if (connection !== undefined) {
        void this.#send(request, connection);
      }
    }) as Promise<Result>;
  }

  sendAll(connection: WireConnection): void {
    for (const request of this.#unanswered) {
      void this.#send(request, connection);
    }
  }

  /** There will be no connection any more. */
  failAll(error: Error): void {
    for (const { reject } of this.#unanswered) {
      reject(error);
    }
    this.#unanswered.clear();
  }

  async #send(request: DurableRequest, connection: WireConnection): Promise<void> {
    try {
      const result = await connection.request(request.method, request.params);
      this.#unanswered.delete(request);
      request.resolve(result);
    } catch (error) {
      if (error instanceof ConnectionLost) {
        return;
      }
      this.#unanswered.delete(request);
      request.reject(error as Error);
    }
  }
}
