import { setTimeout as delay } from 'node:timers/promises';
import { type Client, connect } from '../../src/client/index.js';

const PAUSE_MS = 10;
const REQUESTS_PER_PROCESS = 50;

/** A client that does nothing wrong while others do, and measures how it is served. */
export class HealthyClient {
  readonly #client: Client;
  #latenciesMs: number[] = [];
  #processes = 0;
  #isStopped = false;
  #done: Promise<void> = Promise.resolve();
  #fault: unknown;

  private constructor(client: Client) {
    this.#client = client;
  }

  /** Connects, and asks from now on. */
  static async start(url: string, headers: Record<string, string> = {}): Promise<HealthyClient> {
    // A connection that breaks is no good service.
    const healthy = new HealthyClient(await connect(url, { headers, recoveryMs: 0 }));
    healthy.#done = healthy.#ask();
    healthy.#done.catch((error) => {
      healthy.#fault = error;
    });
    return healthy;
  }

  /** What it measured since the last lap. @throws what went wrong, if something did. */
  lap(): readonly number[] {
    if (this.#fault !== undefined) {
      throw this.#fault;
    }
    const latenciesMs = this.#latenciesMs;
    this.#latenciesMs = [];
    return latenciesMs;
  }

  /** Resolves with what it measured. @throws {Error} when it was not served as it should. */
  async stop(): Promise<{ readonly latenciesMs: readonly number[]; readonly processes: number }> {
    this.#isStopped = true;
    await this.#done;
    await this.#client.close();
    return { latenciesMs: this.#latenciesMs, processes: this.#processes };
  }

  async #ask(): Promise<void> {
    for (let asked = 1; !this.#isStopped; asked += 1) {
      const began = performance.now();
      await this.#client.request('environment/status', {});
      this.#latenciesMs.push(performance.now() - began);
      if (asked % REQUESTS_PER_PROCESS === 0) {
        await this.#runProcess();
      }
      await delay(PAUSE_MS);
    }
    // However slow the machine is, one is served.
    await this.#runProcess();
  }

  async #runProcess(): Promise<void> {
    const { stdout } = await this.#client.run('echo', ['healthy'], { timeoutMs: 60_000 });
    if (stdout !== 'healthy') {
      throw new Error('a process was not served');
    }
    this.#processes += 1;
  }
}
