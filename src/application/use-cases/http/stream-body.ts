import { withFault } from '../../../domain/http/http-request-failed.js';
import type { ClientChannel } from '../../ports/client-channel.js';
import type { RequestLifetime } from './request-lifetime.js';

/** Who gets a streamed body, and until when. */
export interface BodySink {
  readonly channel: ClientChannel;
  readonly closed: AbortSignal;
  readonly lifetime: RequestLifetime;
}

/**
 * Tells a client of each part of a body, none larger than `maxDeltaBytes`, as fast as it reads; then that
 * it has ended, and the exchange with it. Resolves then. Never rejects.
 */
export const streamBody = async (
  body: AsyncIterable<Uint8Array>,
  requestId: string,
  maxDeltaBytes: number,
  { channel, closed, lifetime }: BodySink,
): Promise<void> => {
  let seq = 0;
  const tell = async (bytes: Uint8Array, end?: { error: string | undefined }): Promise<void> => {
    if (closed.aborted) {
      return;
    }
    seq += 1;
    const done = end !== undefined;
    const kind = 'response-body-delta';
    await channel.notify({ kind, requestId, seq, bytes, done, error: end?.error });
  };
  let error: string | undefined;
  try {
    for await (const part of body) {
      for (let start = 0; start < part.length; start += maxDeltaBytes) {
        await tell(part.subarray(start, start + maxDeltaBytes));
      }
    }
  } catch (fault) {
    error = withFault('error decoding response body', fault);
  }
  // Before the client hears of it: it may use the id again at once.
  lifetime.end();
  await tell(new Uint8Array(), { error });
};
