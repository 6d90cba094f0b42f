import type { ProcessEvent } from '../../src/domain/output/process-event.js';
import type { FakeProcess } from '../fakes/fake-process.js';
import type { HarnessClient } from '../support/harness-client.js';
import type { UseCaseHarness } from '../support/use-case-harness.js';
import type { ProcessStep } from './process-step.js';

/**
 * Follows one process by its events and, after each resume, by one read behind the last number it has
 * seen (docs/protocol.md section 5.1). It gives up, by throwing, where the real client would.
 */
export class RecoveringClient {
  exit: { readonly seq: number; readonly exitCode: number } | undefined;
  closedSeq: number | undefined;
  readonly #harness: UseCaseHarness;
  readonly #processId: string;
  readonly #chunks = new Map<number, string>();
  #client: HarnessClient;
  #isConnected = true;
  /** Events of the present connection that have been taken in. */
  #taken = 0;

  constructor(harness: UseCaseHarness, client: HarnessClient, processId: string) {
    this.#harness = harness;
    this.#client = client;
    this.#processId = processId;
  }

  /** Every number that is explained, in order. */
  get accountedFor(): readonly number[] {
    const ends = [this.exit?.seq, this.closedSeq].filter((seq) => seq !== undefined);
    return [...this.#chunks.keys(), ...ends].sort((a, b) => a - b);
  }

  /** The texts of its output, in the order of their numbers. */
  get chunks(): readonly string[] {
    return [...this.#chunks].sort(([a], [b]) => a - b).map(([, text]) => text);
  }

  async live(steps: readonly ProcessStep[], process: FakeProcess): Promise<void> {
    for (const step of steps) {
      if ('output' in step) {
        process.output(step.output);
      } else if (step.moment === 'drop') {
        this.#drop();
      } else if (step.moment === 'resume') {
        await this.catchUp();
      }
    }
  }

  /** Resumes the session if need be, and reads what was missed. */
  async catchUp(): Promise<void> {
    this.#takeEvents();
    if (this.#isConnected) {
      return;
    }
    this.#client = this.#harness.resume(this.#client.sessionId);
    this.#isConnected = true;
    this.#taken = 0;
    const afterSeq = this.accountedFor.at(-1) ?? 0;
    const page = await this.#client.read(this.#processId, { afterSeq });
    for (const chunk of page.chunks) {
      this.#take(chunk);
    }
    if (page.closed) {
      this.closedSeq = page.nextSeq - 1;
    }
    if (page.exit === undefined || this.exit !== undefined) {
      return;
    }
    const known = new Set(this.accountedFor);
    const gaps = [];
    for (let seq = 1; seq < page.nextSeq; seq += 1) {
      if (!known.has(seq)) {
        gaps.push(seq);
      }
    }
    const [seq, ...more] = gaps;
    if (seq === undefined || more.length > 0) {
      throw new Error(`the exit is one of ${gaps.join()}`);
    }
    this.exit = { seq, exitCode: page.exit.exitCode };
  }

  #drop(): void {
    this.#takeEvents();
    this.#client.drop();
    this.#isConnected = false;
  }

  #takeEvents(): void {
    for (const event of this.#client.events.slice(this.#taken)) {
      this.#take(event);
    }
    this.#taken = this.#client.events.length;
  }

  #take(event: ProcessEvent): void {
    const isRepeat = this.accountedFor.includes(event.seq);
    if (isRepeat) {
      throw new Error(`number ${event.seq} came twice`);
    }
    if (event.kind === 'output') {
      this.#chunks.set(event.seq, Buffer.from(event.bytes).toString());
    } else if (event.kind === 'exited') {
      this.exit = { seq: event.seq, exitCode: event.exitCode };
    } else {
      this.closedSeq = event.seq;
    }
  }
}
