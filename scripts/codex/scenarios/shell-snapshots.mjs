import assert from 'node:assert/strict';

/** Of bash and zsh alike. `reads` is in the directory of the command that has it read. */
const PROFILE = `echo read >> reads
greet() { echo "hello $1"; }
export GREETING=good-morning
alias say=echo
case $BASH_VERSION in ?*) shopt -s expand_aliases ;; esac
`;

const prepare = async (run) => {
  await run.put('.bash_profile', PROFILE, run.serverHome);
  await run.put('.zprofile', PROFILE, run.serverHome);
};

const steps = () => [
  { shell: 'greet you' },
  { shell: 'echo $GREETING' },
  { shell: 'greet them; type say' },
  { say: 'done' },
];

const check = async (run) => {
  assert.equal(run.printed(0), 'hello you\n');
  assert.equal(run.printed(1), 'good-morning\n');
  assert.match(run.printed(2), /^hello them\nsay is (aliased to `echo'|an alias for echo)\n$/);
  assert.equal(await run.text('reads'), 'read\n');
};

/** The start-up files of the login shell are read once for all commands of a thread. */
export const SHELL_SNAPSHOTS = [
  { name: 'shell-snapshot', features: ['shell_snapshot_v2'], prepare, steps, check },
  {
    name: 'shell-snapshot-in-a-sandbox',
    features: ['shell_snapshot_v2'],
    sandbox: 'workspace-write',
    prepare,
    steps,
    check,
  },
];
