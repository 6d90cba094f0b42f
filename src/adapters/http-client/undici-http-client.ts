import type { HttpLimits } from '../../application/limits/http-limits.js';
import type { HostInformation } from '../../application/ports/host-information.js';
import type { HttpClient, IncomingResponse } from '../../application/ports/http-client.js';
import { ExchangeFailed, type OutgoingRequest } from '../../domain/http/http-message.js';
import { decodeResponse } from './decoding/decode-response.js';
import { Routes } from './dispatchers.js';
import { exchange } from './exchange.js';

/** HTTP/1.1 with undici, loaded by the first request, since most daemons never send one. */
export class UndiciHttpClient implements HttpClient {
  readonly #host: HostInformation;
  readonly #limits: HttpLimits;
  #routes: Promise<Routes> | undefined;
  #isDisposed = false;

  constructor(host: HostInformation, limits: HttpLimits) {
    this.#host = host;
    this.#limits = limits;
  }

  async send(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    if (this.#isDisposed) {
      throw new ExchangeFailed('server stopping');
    }
    this.#routes ??= this.#load();
    const route = (await this.#routes).find(request);
    const response = await exchange(route, signal, this.#limits);
    return decodeResponse(response, this.#limits.maxBodyChunkBytes);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await (await this.#routes)?.dispose();
  }

  /** Read once: the server's environment does not change. */
  async #load(): Promise<Routes> {
    const undici = await import('undici');
    return new Routes(undici, this.#host.environment(), this.#limits);
  }
}
