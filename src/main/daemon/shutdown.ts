import { setTimeout as sleep } from 'node:timers/promises';
import type { StandardErrorLog } from '../../adapters/logging/standard-streams.js';
import { redactError } from '../../application/logging/describe-fault.js';

const EXIT_FAILURE = 1;
/** With the last waits less than the 10 s after which `docker stop` kills the guard too, which ends what is left. */
const STOP_MS = 8000;
/** Whoever reads the log slowly gets its last lines; whoever does not read at all is not waited for longer. */
const LAST_WAIT_MS = 500;
const RETRY_MS = 10;

/** The end of the daemon: once, in order, and in bounded time whatever hangs. */
export class Ending {
  readonly #close: () => Promise<void>;
  readonly #log: StandardErrorLog;
  #exitCode: number | undefined;

  /** `close` ends clients and processes. */
  constructor(close: () => Promise<void>, log: StandardErrorLog) {
    this.#close = close;
    this.#log = log;
  }

  /** Begins to end the daemon with `exitCode`. While it ends, only a fault changes that code. */
  begin(exitCode: number): void {
    const hasBegun = this.#exitCode !== undefined;
    this.#exitCode ||= exitCode;
    if (!hasBegun) {
      void this.#end();
    }
  }

  /** An error that nobody expected: says so and ends the daemon. Never throws itself. */
  readonly fault = (error: unknown): void => {
    this.#log.logger.error('unexpected error, shutting down', { cause: redactError(error) });
    this.begin(EXIT_FAILURE);
  };

  async #end(): Promise<void> {
    await Promise.race([this.#stop(), this.#giveUp()]);
    await within(LAST_WAIT_MS, () => this.#log.lines.writeWaiting());
    if (!(await within(LAST_WAIT_MS, hasNoCallUnderWay))) {
      process.kill(process.pid, 'SIGKILL');
    }
    process.exit(this.#exitCode);
  }

  async #stop(): Promise<void> {
    try {
      await this.#close();
    } catch (error) {
      this.fault(error);
    }
  }

  async #giveUp(): Promise<void> {
    await sleep(STOP_MS);
    this.#log.logger.error('shutdown timed out, exiting');
    this.#exitCode ||= EXIT_FAILURE;
  }
}

/**
 * Whether nothing runs on a thread beside. An exit waits for those, and a call on a network file system that hangs, or
 * to a name server that is silent, does not come back.
 */
const hasNoCallUnderWay = (): boolean =>
  !process.getActiveResourcesInfo().some((name) => /^(FSReq|Get(Addr|Name)InfoReq)/.test(name));

/** Resolves with true as soon as `isDone`, with false when it is not in time. */
const within = async (ms: number, isDone: () => boolean): Promise<boolean> => {
  const untilMs = performance.now() + ms;
  while (!isDone()) {
    if (performance.now() >= untilMs) {
      return false;
    }
    await sleep(RETRY_MS);
  }
  return true;
};
