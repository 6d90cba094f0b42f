// Bundles the suites of a group, or of `all`, beside the build and runs them, with the other arguments for Jest. With `all` the static
// checks run beside the tests, which leave a part of two cores idle; what they say comes last.
import { runCommand } from '../../scripts/support/run-command.mjs';
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

// Each start of Node would read those certificates, which takes a quarter of it; tests reach this host only.
delete process.env.NODE_EXTRA_CA_CERTS;

const SHOWN = { stdio: ['ignore', 'inherit', 'inherit'] };

/** The check of types is one of those beside the tests of `all`. */
const FLAGS = group === undefined ? { TSC_FLAGS: '--noCheck' } : {};

const build = () =>
  runCommand('npm', ['run', '--silent', 'build'], { ...SHOWN, env: { ...process.env, ...FLAGS } });
const check = () => runCommand('node', ['scripts/check.mjs']);
const jest = () =>
  runCommand(
    'sh',
    ['test/runner/jest.sh', '--config', 'jest.suites.config.mjs', ...jestArguments],
    SHOWN,
  );
const nothing = { passed: true, said: '' };

const [built] = await Promise.all([group === 'unit' ? nothing : build(), bundleSuites(group)]);
if (built.passed) {
  const [checked, tested] = await Promise.all([group === undefined ? check() : nothing, jest()]);
  process.stderr.write(checked.said);
  process.exitCode = checked.passed && tested.passed ? 0 : 1;
} else {
  process.exitCode = 1;
}
