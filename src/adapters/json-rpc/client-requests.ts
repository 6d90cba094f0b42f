import type { NetworkAnswer, NetworkQuestion } from '../../domain/network/network-decision.js';
import { SERVER_REQUESTS } from '../../protocol/methods.js';
import type { NetworkPolicyRequestParams } from '../../protocol/network.js';
import type { RequestId } from './envelope/message.js';

/** The requests of the server to one client: their ids count from 1. */
export class ClientRequests {
  readonly #pending = new Map<RequestId, (answer: NetworkAnswer | undefined) => void>();
  #sent = 0;
  #isClosed = false;

  /** Sends a question. Undefined: the connection is closed before it is answered. Never rejects. */
  ask(
    { processId, ...request }: NetworkQuestion,
    send: (text: string) => void,
  ): Promise<NetworkAnswer | undefined> {
    if (this.#isClosed) {
      return Promise.resolve(undefined);
    }
    this.#sent += 1;
    const id = this.#sent;
    const params: NetworkPolicyRequestParams = { processId, request };
    return new Promise((resolve) => {
      this.#pending.set(String(id), resolve);
      send(JSON.stringify({ id, method: SERVER_REQUESTS.networkPolicyRequest, params }));
    });
  }

  /** Takes a response; false when nothing was asked under its id. A second one is ignored. */
  answer(id: RequestId, result: unknown): boolean {
    const resolve = this.#pending.get(id);
    if (resolve === undefined) {
      return /^[1-9]\d*$/.test(id) && Number(id) <= this.#sent;
    }
    this.#pending.delete(id);
    resolve(readAnswer(result));
    return true;
  }

  /** The connection is closed: nothing is answered any more. */
  close(): void {
    this.#isClosed = true;
    for (const resolve of this.#pending.values()) {
      resolve(undefined);
    }
    this.#pending.clear();
  }
}

/** What is not understood is no answer, and denies. */
const readAnswer = (result: unknown): NetworkAnswer | undefined => {
  const { type, reason } = fieldsOf(fieldsOf(result).decision);
  if (type === 'allow') {
    return { type };
  }
  return (type === 'deny' || type === 'ask') && typeof reason === 'string'
    ? { type, reason }
    : undefined;
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
