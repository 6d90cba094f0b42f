// Runs all static checks side by side; prints the output of those that failed. Exit code 1 when one did.
import { runCommand } from './support/run-command.mjs';

const CHECKS = [
  'tsc -p tsconfig.json',
  'biome check --error-on-warnings .',
  'depcruise --config .dependency-cruiser.cjs --output-type err-long src',
  'knip',
  'publint --strict --pack false',
];

/** Resolves with whether it passed. `npm run` has the programs of the packages in `PATH`. */
const run = async (command) => {
  const { passed, said } = await runCommand(command, [], { shell: true });
  if (!passed) {
    process.stderr.write(`\n${command}: failed\n${said}`);
  }
  return passed;
};

const passed = await Promise.all(CHECKS.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
