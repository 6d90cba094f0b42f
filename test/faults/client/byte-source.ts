import { type Cipher, createCipheriv, createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BLOCK_BYTES = 256 * 1024;
/** Not compiled: it lies in `test/faults`, also when this file runs from `build/test/faults`. */
const PROGRAM = fileURLToPath(new URL('../print-bytes.mjs', import.meta.url)).replace(
  '/build/test/',
  '/test/',
);

/** What a process is to write: pseudo-random bytes that `seed` repeats. */
export interface ByteSource {
  readonly seed: number;
  /** Bytes; on a terminal they come before those of `stderr` only by chance, so give it one of the two. */
  readonly stdout: number;
  readonly stderr?: number;
  readonly exitCode?: number;
  /** How long it waits before the first byte. */
  readonly delayMs?: number;
  /** Both streams together; as fast as it can when left out. */
  readonly bytesPerSecond?: number;
}

/** Length and SHA-256 (hex) of a stream. */
export interface StreamDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** The command that writes it. */
export const byteSourceArgv = (source: ByteSource): string[] => [
  process.execPath,
  PROGRAM,
  JSON.stringify(source),
];

/** What must arrive on a pipe: computed here, in slices that let the event loop go on in between. */
export const expectedOnPipe = (
  seed: number,
  stream: 'stdout' | 'stderr',
  bytes: number,
): Promise<StreamDigest> => digest(seed, stream, bytes, (block) => block);

/** What must arrive from a terminal, which puts a carriage return before each line feed. */
export const expectedOnTerminal = (seed: number, bytes: number): Promise<StreamDigest> =>
  digest(seed, 'stdout', bytes, (block) =>
    Buffer.from(block.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  );

const digest = async (
  seed: number,
  stream: string,
  bytes: number,
  translate: (block: Buffer) => Buffer,
): Promise<StreamDigest> => {
  const cipher = keyStream(seed, stream);
  const hash = createHash('sha256');
  let arriving = 0;
  for (let left = bytes; left > 0; left -= BLOCK_BYTES) {
    const block = translate(cipher.update(Buffer.alloc(Math.min(left, BLOCK_BYTES))));
    hash.update(block);
    arriving += block.length;
    await nextTurn();
  }
  return { bytes: arriving, sha256: hash.digest('hex') };
};

const keyStream = (seed: number, stream: string): Cipher => {
  const key = createHash('sha256').update(`${seed} ${stream}`).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
};
