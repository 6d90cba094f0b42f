import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const ENTRY = new URL('../../../dist/client/index.js', import.meta.url).href;
const isGlibc = 'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;

/** Prints whether blocks of 1 MiB come from the heap of the C library, and not from mappings of their own. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
await import(${JSON.stringify(ENTRY)});
const heapBytes = () => {
  const [, start, end] = /^(\\w+)-(\\w+) .*\\[heap\\]$/m.exec(readFileSync('/proc/self/maps', 'latin1'));
  return Number.parseInt(end, 16) - Number.parseInt(start, 16);
};
const kept = [];
let grown = 0;
for (let i = 0; i < 100 && grown === 0; i += 1) {
  // What a collection frees is freed by a thread of its own.
  gc();
  await new Promise((resolve) => setTimeout(resolve, 1));
  const before = heapBytes();
  kept.push(Buffer.allocUnsafeSlow(1024 * 1024));
  grown = Math.floor((heapBytes() - before) / (512 * 1024));
}
console.log(grown > 0);
`;

(isGlibc ? test : test.skip)('the client raises the thresholds of the heap of glibc', () => {
  const args = ['--expose-gc', '--input-type=module', '-e', PROGRAM];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim()).toBe('true');
});
