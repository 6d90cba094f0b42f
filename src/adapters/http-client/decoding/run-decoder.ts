import type { Transform } from 'node:stream';

/** A decoder of `node:zlib`. */
export type Decoder = Transform & {
  /** How many bytes of its input it has taken. */
  readonly bytesWritten: number;
};

/**
 * Yields what a decoder makes of its input, until it has enough or the input ends: `next` returns no bytes then. Input
 * is asked for only when the former one is used up and the output is read.
 *
 * @param unshift gets what the decoder left of the last input.
 */
export async function* runDecoder(
  decoder: Decoder,
  next: () => Promise<Buffer>,
  unshift: (bytes: Buffer) => void,
): AsyncGenerator<Uint8Array> {
  let wake = (): void => undefined;
  const allIsRead = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      if (decoder.readableLength === 0) {
        resolve();
      }
    });
  const feed = async (): Promise<void> => {
    let given = 0;
    for (;;) {
      // An error of what follows would drop what is not read yet.
      await allIsRead();
      const input = await next();
      if (input.length === 0) {
        decoder.end();
        return;
      }
      given += input.length;
      await new Promise((resolve) => decoder.write(input, resolve));
      const left = given - decoder.bytesWritten;
      if (left > 0) {
        // It has ended, or was destroyed.
        unshift(input.subarray(input.length - left));
        return;
      }
    }
  };
  const fed = feed().catch((error: Error) => decoder.destroy(error));
  try {
    for await (const part of decoder as AsyncIterable<Uint8Array>) {
      if (decoder.readableLength === 0) {
        wake();
      }
      yield part;
    }
    await fed;
  } finally {
    decoder.destroy();
  }
}
