import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ProcessHandle } from '../../src/domain/processes/process-handle.js';
import type { FakeProcess } from '../fakes/fake-process.js';
import type { HarnessClient } from '../support/harness-client.js';
import { CHUNK_OVERHEAD_BYTES } from '../support/output-chunk.js';
import { UseCaseHarness } from '../support/use-case-harness.js';
import { OutputLink } from './output-link.js';
import { propertyRuns } from './property-runs.js';
import { RecoveredOutput } from './recovered-output.js';

const CHUNK_BYTES = 44;
const CHUNK_COST = CHUNK_BYTES + CHUNK_OVERHEAD_BYTES;
const WINDOW_CHUNKS = 16;
const RETAINED_CHUNKS = 3;
const MAX_KEPT_CHUNKS = 2 * WINDOW_CHUNKS + RETAINED_CHUNKS + 1;
const LIMITS = {
  outputWindowBytes: WINDOW_CHUNKS * CHUNK_COST,
  outputRetentionBytes: RETAINED_CHUNKS * CHUNK_BYTES,
};
/** A ping after every second chunk, so that many are under way when a connection is cut. */
const CHECK_BYTES = 2 * CHUNK_COST;
/** By then each chunk that is written while no client is attached is an event of its own. */
const MAX_COALESCING_MS = 500;
/** In it a client merges the page that it has acknowledged. */
const MERGE_MS = 1;

type Step =
  | { readonly kind: 'output'; readonly count: number }
  | { readonly kind: 'deliver'; readonly count: number }
  | { readonly kind: 'answer'; readonly count: number }
  /** `meanwhile` chunks come before the client reads what it missed, if it does so at once. */
  | { readonly kind: 'resume'; readonly meanwhile: number; readonly reads: boolean }
  | { readonly kind: 'read' }
  | { readonly kind: 'cut' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('output' as const), count: fc.nat(12) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('deliver' as const), count: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), count: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('resume' as const),
      meanwhile: fc.nat(3),
      reads: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
);
const steps = fc.array(step, { maxLength: 60, size: 'max' });

test('a client gets every event over any cuts, and a bounded amount of output is kept for it', async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, async (beforeExit, afterExit) => {
      const story = await Story.begin();
      for (const each of beforeExit) {
        await story.take(each);
      }
      story.process.exit(7);
      for (const each of afterExit) {
        await story.take(each);
      }
      await story.finish();

      const { written, client, process, mostKeptChunks } = story;
      expect(mostKeptChunks).toBeLessThanOrEqual(MAX_KEPT_CHUNKS);
      expect(client.text).toBe(written.join(''));
      expect(client.numbers).toEqual(
        written.concat('exited', 'closed').map((_, index) => index + 1),
      );
      expect(process.isPaused).toBe(false);
    }),
    propertyRuns(200),
  );
});

/** One process and its client, over one connection after the other. */
class Story {
  readonly process: FakeProcess;
  readonly client = new RecoveredOutput();
  readonly written: string[] = [];
  mostKeptChunks = 0;
  readonly #harness: UseCaseHarness;
  readonly #handle: ProcessHandle;
  readonly #sessionId: string;
  #link: OutputLink | undefined;

  private constructor(harness: UseCaseHarness, first: HarnessClient, handle: ProcessHandle) {
    this.#harness = harness;
    this.#handle = handle;
    this.#sessionId = first.sessionId;
    this.#link = new OutputLink(first, CHECK_BYTES, this.client);
    this.process = harness.runner.latest;
  }

  static async begin(): Promise<Story> {
    const harness = new UseCaseHarness(LIMITS);
    const client = harness.open();
    await client.start('p');
    const handle = (await client.session.process('p')) as ProcessHandle;
    return new Story(harness, client, handle);
  }

  async take(each: Step): Promise<void> {
    if (each.kind === 'output') {
      this.#write(each.count);
    } else if (each.kind === 'deliver') {
      this.#link?.deliver(each.count);
    } else if (each.kind === 'answer') {
      this.#link?.answer(each.count);
      this.#harness.clock.advance(MERGE_MS);
    } else if (each.kind === 'cut') {
      this.#cut();
    } else if (each.kind === 'read') {
      await this.#read();
    } else {
      await this.#resume(each);
    }
    this.mostKeptChunks = Math.max(this.mostKeptChunks, this.#handle.peek(0).chunks.length);
  }

  /** The connection holds from now on; the process closes. */
  async finish(): Promise<void> {
    await this.#resume({ meanwhile: 0, reads: false });
    await this.#read();
    this.#settle();
    expect(this.process.isPaused).toBe(false);
    this.#write(3 * WINDOW_CHUNKS);
    this.#settle();
    this.process.close();
    this.#settle();
  }

  #write(count: number): void {
    for (let chunk = 0; chunk < count && !this.process.isPaused; chunk += 1) {
      const text = `${this.written.length} `.padStart(CHUNK_BYTES);
      this.written.push(text);
      this.process.output(text);
      if (this.#link === undefined) {
        this.#harness.clock.advance(MAX_COALESCING_MS);
      }
    }
  }

  #settle(): void {
    while (this.#link?.isIdle === false) {
      this.#link.deliver(1);
      this.#link.answer(1);
      this.#harness.clock.advance(MERGE_MS);
    }
  }

  #cut(): void {
    this.#link?.client.drop();
    this.#link = undefined;
  }

  async #resume({ meanwhile, reads }: { meanwhile: number; reads: boolean }): Promise<void> {
    if (this.#link !== undefined) {
      return;
    }
    this.#link = new OutputLink(this.#harness.resume(this.#sessionId), CHECK_BYTES, this.client);
    this.#write(meanwhile);
    if (reads) {
      await this.#read();
    }
  }

  /** A slow client may be there for long before it asks for what it missed. */
  async #read(): Promise<void> {
    const page = await this.#link?.client.read('p', { afterSeq: this.client.through });
    if (page !== undefined) {
      this.#link?.sendPage(page);
    }
  }
}
