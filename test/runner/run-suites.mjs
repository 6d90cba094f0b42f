// Bundles the suites of a group, or of `all`, beside the build and runs them, with the other arguments for Jest. With `all` the static
// checks run beside the tests, which leave a part of two cores idle; what they say comes last.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleSuites } from './bundle-suites.mjs';
import { GROUPS } from './suites.mjs';

const [name, ...jestArguments] = process.argv.slice(2);
if (name !== 'all' && !GROUPS.includes(name)) {
  throw new Error(`the group is all, ${GROUPS.join(' or ')}, not '${name}'`);
}
const group = name === 'all' ? undefined : name;
if (group !== undefined) {
  process.env.TEST_GROUP = group;
}

/** Resolves with whether it passed, and with what it said unless that is shown at once. */
const run = async (command, args, stdio = 'inherit') => {
  const child = spawn(command, args, { stdio: ['ignore', stdio, stdio] });
  const said = [];
  child.stdout?.on('data', (bytes) => said.push(bytes));
  child.stderr?.on('data', (bytes) => said.push(bytes));
  const [code] = await once(child, 'close');
  return { passed: code === 0, said: Buffer.concat(said) };
};

const build = () => run('npm', ['run', '--silent', 'build']);
const check = () => run('node', ['scripts/check.mjs'], 'pipe');
const jest = () =>
  run('sh', ['test/runner/jest.sh', '--config', 'jest.suites.config.mjs', ...jestArguments]);
const nothing = { passed: true, said: '' };

const [built] = await Promise.all([group === 'unit' ? nothing : build(), bundleSuites(group)]);
if (built.passed) {
  const [checked, tested] = await Promise.all([group === undefined ? check() : nothing, jest()]);
  process.stderr.write(checked.said);
  process.exitCode = checked.passed && tested.passed ? 0 : 1;
} else {
  process.exitCode = 1;
}
