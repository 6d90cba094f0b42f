// Runs all static checks side by side; prints the output of those that failed. Exit code 1 when one did.
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './support/run-command.mjs';

/** What the checks keep about files that do not change. */
const CACHE = 'node_modules/.cache/checks';

const CHECKS = [
  `tsc -p tsconfig.json --singleThreaded --incremental --tsBuildInfoFile ${CACHE}/tsc.tsbuildinfo`,
  'biome check --error-on-warnings .',
  `depcruise --config .dependency-cruiser.cjs --output-type err-long --cache ${CACHE}/depcruise --cache-strategy content src`,
  `knip --cache --cache-location ${CACHE}/knip`,
  'publint --strict --pack false',
];

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAMS = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
const OPTIONS = {
  shell: true,
  cwd: PROJECT,
  env: {
    ...process.env,
    // As `npm run` has it.
    PATH: `${PROGRAMS}${delimiter}${process.env.PATH}`,
    // For tsc, which runs for seconds: garbage collection is a quarter of its CPU time.
    GOGC: 'off',
  },
};

/** Resolves with whether it passed. */
const run = async (command) => {
  const { passed, said } = await runCommand(command, [], OPTIONS);
  if (!passed) {
    process.stderr.write(`\n${command}: failed\n${said}`);
  }
  return passed;
};

const passed = await Promise.all(CHECKS.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
