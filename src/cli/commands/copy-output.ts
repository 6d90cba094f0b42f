import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** The reader of our own output has gone, such as `head`. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/**
 * Writes everything of a stream, as fast as the reader takes it. The output is not ended.
 *
 * @param observe is shown the bytes before they are written
 * @throws {OutputClosed}
 */
export const copyOutput = async (
  from: Readable,
  to: Writable,
  observe: (bytes: Buffer) => void = () => undefined,
): Promise<void> => {
  for await (const chunk of from) {
    observe(chunk);
    await writeAll(to, chunk);
  }
};

/** Resolves when there is room for more. @throws {OutputClosed} */
export const writeAll = async (to: Writable, bytes: Buffer | string): Promise<void> => {
  if (to.destroyed || to.errored) {
    throw new OutputClosed();
  }
  if (!to.write(bytes)) {
    await once(to, 'drain').catch(() => {
      throw new OutputClosed();
    });
  }
};
