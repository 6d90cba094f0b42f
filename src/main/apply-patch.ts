import { isUtf8 } from 'node:buffer';
import { readFileSync, writeSync } from 'node:fs';
import { runPatchProgram } from '../adapters/patches/patch-program.js';

// The programs `apply_patch` and `applypatch` on the PATH of processes. Nothing of the daemon is imported, so that they
// start fast.

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** Node puts it where an argument was not UTF-8. */
const REPLACEMENT = '\ufffd';

const args = process.argv.slice(2);

/** Asks Linux for the bytes. */
const areArgsUtf8 = (): boolean => {
  if (!args.some((arg) => arg.includes(REPLACEMENT))) {
    return true;
  }
  try {
    return isUtf8(readFileSync('/proc/self/cmdline'));
  } catch {
    return true;
  }
};

/** Writes to the descriptor: Node's streams make system calls that a sandbox forbids. */
const write = (descriptor: number, text: string): void => {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        return;
      }
    }
  }
};

const { exitCode, stdout, stderr } = runPatchProgram({
  args,
  areArgsUtf8,
  readInput: () => readFileSync(STDIN),
  workingDirectory: () => process.cwd(),
});
write(STDOUT, stdout);
write(STDERR, stderr);
process.exitCode = exitCode;
