import { METHODS } from '../../../protocol/methods.js';
import type { MessageTransport } from '../message-transport.js';

/** What changes files; each such request takes effect after those that were sent before it. */
const FILE_CHANGES: ReadonlySet<string> = new Set([
  METHODS.fsWriteFile,
  METHODS.fsCreateDirectory,
  METHODS.fsRemove,
  METHODS.fsCopy,
  METHODS.fsOpen,
  METHODS.fsWriteBlock,
]);

/**
 * Keeps what a client has pipelined behind a request that was refused for want of room from overtaking it: the client
 * will ask for that again, and then the older content would come last. So requests that would are refused as
 * well, until the client has had the refusal and may know what it does.
 */
export class PipelinedRequests {
  readonly #transport: Pick<MessageTransport, 'requestAck'>;
  /** Refusals that have not arrived yet, by what keeps an order. */
  readonly #untold = new Map<string, number>();

  constructor(transport: Pick<MessageTransport, 'requestAck'>) {
    this.#transport = transport;
  }

  /** Whether the request was sent before its client could know that one before it was refused. */
  overtakes(method: string, params: unknown): boolean {
    const order = orderOf(method, params);
    return order !== undefined && this.#untold.has(order);
  }

  /** The refusal of the request, for want of room, has just been sent. */
  refused(method: string, params: unknown): void {
    const order = orderOf(method, params);
    if (order === undefined) {
      return;
    }
    this.#untold.set(order, (this.#untold.get(order) ?? 0) + 1);
    this.#transport.requestAck(() => this.#told(order));
  }

  #told(order: string): void {
    const left = (this.#untold.get(order) ?? 0) - 1;
    if (left > 0) {
      this.#untold.set(order, left);
    } else {
      this.#untold.delete(order);
    }
  }
}

/** Requests of the same order take effect one after another; undefined: the request is of none. */
const orderOf = (method: string, params: unknown): string | undefined => {
  if (FILE_CHANGES.has(method)) {
    return 'files';
  }
  if (method !== METHODS.processWrite) {
    return undefined;
  }
  // Nobody has looked at the params yet: they may be anything.
  const { processId } = (params ?? {}) as { processId?: unknown };
  return typeof processId === 'string' ? `process ${processId}` : undefined;
};
