// 1,000 terminal runs of 300 kB and then exit, every other one paused across the exit; counts short ones:
//   npm run build && node bench/terminal-tail.mjs

import { tmpdir } from 'node:os';
import { LocalProcessRunner } from '../dist/adapters/processes/local-process-runner.js';
import { DEFAULT_LIMITS } from '../dist/main/index.js';

const RUNS = 1000;
const AT_ONCE = 8;
const BYTES = 300_000;
/** Less than a terminal holds: with this much left the process can write the rest and exit. */
const TAIL_BYTES = 2000;

const say = (message) => console.error(message);
const logger = { debug: () => undefined, info: () => undefined, warn: say, error: say };
const runner = new LocalProcessRunner(DEFAULT_LIMITS, logger, tmpdir);

async function run(isPaused) {
  let bytes = 0;
  let control;
  let wasPausedAtExit = false;
  let isHeld = false;
  const closed = new Promise((resolve) => {
    const observer = {
      onOutput(_, chunk) {
        bytes += chunk.length;
        if (isPaused && !isHeld && bytes >= BYTES - TAIL_BYTES) {
          isHeld = true;
          control.pauseOutput();
        }
      },
      onExit() {
        wasPausedAtExit = isHeld;
        setImmediate(() => control.resumeOutput());
      },
      onClose: resolve,
      onGone: () => undefined,
    };
    const script = `head -c ${BYTES - TAIL_BYTES} /dev/zero; sleep 0.01; head -c ${TAIL_BYTES} /dev/zero`;
    const spec = {
      argv: ['sh', '-c', script],
      arg0: undefined,
      cwd: '/',
      env: { PATH: process.env.PATH },
      terminal: true,
      pipeStdin: false,
    };
    runner.start(spec, observer).then((started) => {
      control = started;
    });
  });
  await closed;
  return { isShort: bytes !== BYTES, wasPausedAtExit };
}

const results = [];
let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < RUNS) {
      results.push(await run(next++ % 2 === 1));
    }
  }),
);
const count = (fits) => results.filter(fits).length;
console.log(
  `${results.length} terminal runs of 300 kB, ${count((r) => r.wasPausedAtExit)} paused across the exit: ` +
    `${count((r) => r.isShort)} short`,
);
await runner.dispose();
process.exitCode = count((r) => r.isShort) === 0 ? 0 : 1;
