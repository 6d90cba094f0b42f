import type { Limits } from '../../application/limits.js';
import type { HostInformation } from '../../application/ports/host-information.js';
import type { HttpClient, IncomingResponse } from '../../application/ports/http-client.js';
import type { OutgoingRequest } from '../../domain/http-request.js';
import { exchange } from './exchange.js';
import { type RouteLimits, Routes } from './routes.js';

/** HTTP/1.1 by undici, which is loaded with the first request: most daemons never send one. */
export class UndiciHttpClient implements HttpClient {
  readonly #host: HostInformation;
  readonly #limits: RouteLimits & Pick<Limits, 'responseWindowBytes'>;
  #routes: Promise<Routes> | undefined;
  #isDisposed = false;

  constructor(host: HostInformation, limits: RouteLimits & Pick<Limits, 'responseWindowBytes'>) {
    this.#host = host;
    this.#limits = limits;
  }

  async send(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    if (this.#isDisposed) throw new Error('the server is stopping');
    this.#routes ??= this.#load();
    const route = (await this.#routes).find(request);
    return exchange(route.dispatcher, route.request, signal, this.#limits.responseWindowBytes);
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await (await this.#routes)?.dispose();
  }

  /** The environment of the server does not change, so that it is read once. */
  async #load(): Promise<Routes> {
    const undici = await import('undici');
    return new Routes(undici, this.#host.environment(), this.#limits);
  }
}
