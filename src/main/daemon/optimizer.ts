import { setFlagsFromString } from 'node:v8';

/** V8's default for the longest function that it optimizes. */
const MAX_BYTECODE_BYTES = 60 * 1024;

/**
 * Whether V8 optimizes code, for the daemon only. The code of a start runs once: to optimize some of it makes 5 MiB of the
 * compiler and its data resident in a daemon that then waits for its first client. `--no-opt` could not be taken back in Node 22.
 */
export const setOptimizer = (isOn: boolean): void =>
  setFlagsFromString(`--max-optimized-bytecode-size=${isOn ? MAX_BYTECODE_BYTES : 0}`);
