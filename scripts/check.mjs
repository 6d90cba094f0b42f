// Runs all static checks side by side; prints the output of those that failed. Exit code 1 when one did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const CHECKS = [
  'tsc -p tsconfig.json',
  'biome check --error-on-warnings .',
  'depcruise --config .dependency-cruiser.cjs --output-type err-long src',
  'knip',
  'publint --strict --pack false',
];

/** Resolves with whether it passed. `npm run` has the programs of the packages in `PATH`. */
const run = async (command) => {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stdout.on('data', (bytes) => said.push(bytes));
  child.stderr.on('data', (bytes) => said.push(bytes));
  const [code] = await once(child, 'close');
  if (code !== 0) {
    process.stderr.write(`\n${command}: failed\n${Buffer.concat(said)}`);
  }
  return code === 0;
};

const passed = await Promise.all(CHECKS.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
