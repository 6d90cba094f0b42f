import { ExecServerError } from '../../../domain/errors.js';
import { METHODS } from '../../../protocol/methods.js';
import type { MessageTransport } from '../message-transport.js';

/** Requests that change files take effect in the order in which they were sent. */
const FILE_CHANGES: ReadonlySet<string> = new Set([
  METHODS.fsWriteFile,
  METHODS.fsCreateDirectory,
  METHODS.fsRemove,
  METHODS.fsCopy,
  METHODS.fsOpen,
  METHODS.fsWriteBlock,
]);

/**
 * Keeps pipelined requests from overtaking one that was rejected by the request budget: the client will retry
 * that one, and then its older content would win. Such requests are rejected too, until the client has
 * acknowledged the rejection.
 */
export class PipelinedRequests {
  readonly #transport: Pick<MessageTransport, 'requestAck'>;
  /** Unacknowledged rejections, by ordering key. */
  readonly #unacknowledged = new Map<string, number>();

  constructor(transport: Pick<MessageTransport, 'requestAck'>) {
    this.#transport = transport;
  }

  /** @throws {ExecServerError} when it was sent before its client could know that an earlier one was rejected. */
  requireOrder(method: string, params: unknown): void {
    const order = orderOf(method, params);
    if (order !== undefined && this.#unacknowledged.has(order)) {
      throw new ExecServerError(
        'failed',
        'rejected to keep its order after an earlier request that was rejected; send it again',
      );
    }
  }

  /** Call it when the rejection of a request by the budget has been sent. */
  recordRejected(method: string, params: unknown): void {
    const order = orderOf(method, params);
    if (order === undefined) {
      return;
    }
    this.#unacknowledged.set(order, (this.#unacknowledged.get(order) ?? 0) + 1);
    this.#transport.requestAck(() => this.#acknowledge(order));
  }

  #acknowledge(order: string): void {
    const left = (this.#unacknowledged.get(order) ?? 0) - 1;
    if (left > 0) {
      this.#unacknowledged.set(order, left);
    } else {
      this.#unacknowledged.delete(order);
    }
  }
}

/** The ordering key: requests with the same key take effect one after another; undefined: unordered. */
const orderOf = (method: string, params: unknown): string | undefined => {
  if (FILE_CHANGES.has(method)) {
    return 'files';
  }
  if (method !== METHODS.processWrite) {
    return undefined;
  }
  // `params` is not validated yet.
  const { processId } = (params ?? {}) as { processId?: unknown };
  return typeof processId === 'string' ? `process ${processId}` : undefined;
};
