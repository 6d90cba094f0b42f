import fc from 'fast-check';
import { type ByteStream, byteStream } from './byte-streams.js';
import { FuzzConnection } from './fuzz-connection.js';
import { answeredMessage, fatalMessage } from './messages.js';
import { ScratchDirectory } from './scratch-directory.js';
import { sendStream } from './send-stream.js';

/** Messages that share a connection, and streams that are sent at once. */
const MESSAGES_PER_CONNECTION = 500;
const FATAL_MESSAGES = 20;
const STREAMS_AT_ONCE = 20;

/** How much is fuzzed. */
export interface FuzzPlan {
  readonly url: string;
  /** Repeats what is sent; when is for the machine to decide. */
  readonly seed: number;
  readonly messages: number;
  readonly streams: number;
  /** Ends the run before all is sent. */
  readonly signal?: AbortSignal;
  /** Told now and then how much has been sent. */
  readonly onProgress?: (sent: FuzzReport) => void;
}

/** What was sent. */
interface FuzzReport {
  readonly messages: number;
  readonly streams: number;
}

/**
 * Sends fuzzed messages and byte streams at once.
 *
 * @throws {Error} with the seed of the part that failed: a message without its reply, an internal error, or
 * a connection that does not end.
 */
export const fuzz = async (plan: FuzzPlan): Promise<FuzzReport> => {
  using scratch = new ScratchDirectory();
  const sent = { messages: 0, streams: 0 };
  const report = (): void => plan.onProgress?.({ ...sent });
  await Promise.all([
    repeat(plan, plan.messages, async (seed) => {
      sent.messages += await fuzzMessages(plan.url, seed, scratch.uri);
      report();
      return sent.messages;
    }),
    repeat(plan, plan.streams, async (seed) => {
      sent.streams += await fuzzStreams(plan.url, seed);
      report();
      return sent.streams;
    }),
  ]);
  return sent;
};

/** Runs parts with a seed of their own until `enough` is sent. */
const repeat = async (
  { seed, signal }: FuzzPlan,
  enough: number,
  part: (seed: number) => Promise<number>,
): Promise<void> => {
  let sent = 0;
  for (let round = 0; sent < enough && signal?.aborted !== true; round += 1) {
    const partSeed = seed + round;
    try {
      sent = await part(partSeed);
    } catch (error) {
      throw new Error(`fuzzing failed with the seed ${partSeed}`, { cause: error });
    }
  }
};

const fuzzMessages = async (url: string, seed: number, scratch: string): Promise<number> => {
  const connection = await FuzzConnection.open(url, scratch);
  await connection.exchange(fc.sample(answeredMessage, { seed, numRuns: MESSAGES_PER_CONNECTION }));
  connection.close();
  let provoked = await FuzzConnection.open(url, scratch);
  for (const message of fc.sample(fatalMessage, { seed, numRuns: FATAL_MESSAGES })) {
    if (await provoked.provoke(message)) {
      provoked = await FuzzConnection.open(url, scratch);
    }
  }
  provoked.close();
  return MESSAGES_PER_CONNECTION + FATAL_MESSAGES;
};

const fuzzStreams = async (url: string, seed: number): Promise<number> => {
  const port = Number(new URL(url).port);
  const streams: ByteStream[] = fc.sample(byteStream, { seed, numRuns: STREAMS_AT_ONCE });
  await Promise.all(streams.map((stream) => sendStream(port, stream)));
  return streams.length;
};
