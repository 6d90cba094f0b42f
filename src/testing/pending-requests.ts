import { RequestFailed } from '../client/index.js';
import type { JsonRpcErrorObject, ServerMessage } from '../protocol/json-rpc.js';
import type { CallSite } from './call-site.js';

interface Pending {
  readonly method: string;
  readonly site: CallSite;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The unanswered requests of a client. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;

  /** Resolves with the result of the request that `send` sends under the id it receives. */
  async ask(method: string, site: CallSite, send: (id: number) => void): Promise<unknown> {
    const id = this.#nextId;
    this.#nextId += 1;
    try {
      send(id);
    } catch (error) {
      throw site.applyTo(error as Error);
    }
    return await new Promise((resolve, reject) => {
      this.#pending.set(id, { method, site, resolve, reject });
    });
  }

  /** Settles the request that the message replies to, if any. */
  settle(message: ServerMessage): void {
    if (!('id' in message) || typeof message.id !== 'number') {
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (pending === undefined) {
      return;
    }
    const { method, site, resolve, reject } = pending;
    if ('error' in message) {
      reject(site.applyTo(new RequestFailed(method, message.error as JsonRpcErrorObject)));
    } else if ('result' in message) {
      resolve(message.result);
    }
  }

  /** Rejects all of them. */
  fail(reason: string): void {
    for (const { method, site, reject } of this.#pending.values()) {
      reject(site.applyTo(new Error(`${method} was not answered: ${reason}`)));
    }
    this.#pending.clear();
  }
}
