// Writes pseudo-random bytes that a seed repeats (AES-128-CTR), in writes of random sizes, and ends:
//   node print-bytes.mjs '{ "seed": 7, "stdout": 1000, "stderr": 500 }'
// and, if wanted, "exitCode", "delayMs" before the first byte, and "bytesPerSecond".
import { createCipheriv, createHash } from 'node:crypto';
import { writeSync } from 'node:fs';

const LARGEST_WRITE = 65_536;
const { seed, exitCode = 0, delayMs = 0, bytesPerSecond, ...lengths } = JSON.parse(process.argv[2]);

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

const keyStream = (name) => {
  const key = createHash('sha256').update(`${seed} ${name}`).digest().subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  return (length) => cipher.update(Buffer.alloc(length));
};

const writeAll = (fd, bytes) => {
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(fd, bytes, start);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }
      sleep(1);
    }
  }
};

const streams = [
  { fd: 1, left: lengths.stdout ?? 0, bytes: keyStream('stdout') },
  { fd: 2, left: lengths.stderr ?? 0, bytes: keyStream('stderr') },
];
const choices = keyStream('choices');

sleep(delayMs);
const began = performance.now();
let written = 0;
while (streams.some(({ left }) => left > 0)) {
  for (const stream of streams) {
    // Every size class is as likely: lines as well as blocks that fill the pipe.
    const [shift, low, high] = choices(3);
    const wanted = 1 + ((low + high * 256) & (LARGEST_WRITE - 1) & ((2 << (shift % 16)) - 1));
    const size = Math.min(wanted, stream.left);
    stream.left -= size;
    written += size;
    if (size > 0) {
      writeAll(stream.fd, stream.bytes(size));
    }
    const aheadMs = bytesPerSecond
      ? (written / bytesPerSecond) * 1000 - (performance.now() - began)
      : 0;
    if (aheadMs > 1) {
      sleep(aheadMs);
    }
  }
}
process.exitCode = exitCode;
