import { withFault } from '../../../domain/http/http-message.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { ClientChannel } from '../../ports/client-channel.js';
import type { RequestLifetime } from './request-lifetime.js';

/** Where the chunks of a streamed body go. */
export interface BodySink {
  readonly channel: ClientChannel;
  readonly closed: OneShotEvent;
  readonly lifetime: RequestLifetime;
}

/**
 * Notifies the client of each chunk of a body, at most `maxDeltaBytes` long, as fast as it reads, and then of
 * the end. Resolves then. Never rejects.
 */
export const streamBody = async (
  body: AsyncIterable<Uint8Array>,
  requestId: string,
  maxDeltaBytes: number,
  { channel, closed, lifetime }: BodySink,
): Promise<void> => {
  let seq = 0;
  const notify = async (bytes: Uint8Array, end?: { error: string | undefined }): Promise<void> => {
    if (closed.hasFired) {
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
        await notify(part.subarray(start, start + maxDeltaBytes));
      }
    }
  } catch (fault) {
    error = withFault('error decoding response body', fault);
  }
  // Before the last notification: the client may reuse the id as soon as it receives it.
  lifetime.end();
  await notify(new Uint8Array(), { error });
};
