import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { isAlive } from '../is-alive.mjs';

const MARK_NAME = 'E2E_MARK';

/** Commands without a terminal: their output, their end, and those that outlast a turn. */
export const COMMANDS = [
  {
    name: 'plain-command',
    prepare: async (run) => {
      run.daemonEnv = { [MARK_NAME]: randomUUID() };
    },
    steps: () => [{ shell: `pwd; echo $${MARK_NAME}; echo err >&2` }, { say: 'done' }],
    check: (run) => {
      const lines = run.printed(0).trimEnd().split('\n');
      const expected = [run.workspace, run.daemonEnv[MARK_NAME], 'err'];
      assert.deepEqual(lines.sort(), expected.sort());
      assert.match(run.output(0), /exited with code 0$/m);
    },
  },
  {
    name: 'failing-command',
    steps: () => [
      { shell: 'echo oops >&2; exit 3' },
      { shell: 'no-such-program-at-all' },
      { shell: 'kill -9 $$' },
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.output(0), /exited with code 3$/m);
      assert.equal(run.printed(0), 'oops\n');
      assert.match(run.output(1), /exited with code 127$/m);
      assert.match(run.printed(1), /no-such-program-at-all: command not found/);
      assert.match(run.output(2), /exited with code 137$/m);
    },
  },
  {
    name: 'directory-that-is-missing',
    steps: () => [{ shell: 'true', with: { workdir: '/no/such/directory' } }, { say: 'done' }],
    check: (run) => assert.match(run.output(0), /No such file or directory \(os error 2\)/),
  },
  {
    name: 'large-output',
    steps: () => [{ shell: 'seq 1 400000; exit 4' }, { say: 'done' }],
    check: (run) => {
      assert.match(run.output(0), /exited with code 4$/m);
      assert.match(run.printed(0), /1\n2\n3\n[\s\S]*\n399999\n400000\n$/);
    },
  },
  {
    name: 'long-command-polled',
    steps: (run) => [
      { shell: 'for i in 1 2 3 4; do echo tick $i; sleep 0.3; done', with: { yield_time_ms: 250 } },
      () => run.write(0, ''),
      { say: 'done' },
    ],
    check: (run) => {
      assert.equal(run.printed(0) + run.printed(1), 'tick 1\ntick 2\ntick 3\ntick 4\n');
      assert.match(run.output(1), /exited with code 0$/m);
    },
  },
  {
    name: 'interrupted-without-terminal',
    steps: (run) => [
      {
        shell: "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.05; done",
        with: { yield_time_ms: 500 },
      },
      () => run.write(0, '\u0003'),
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.printed(0) + run.printed(1), /ready\n[\s\S]*caught\n/);
      assert.match(run.output(1), /exited with code 9$/m);
    },
  },
  {
    name: 'parallel-calls',
    steps: () => [
      {
        together: ['one', 'two', 'three'].map((name) => ({
          shell: `touch ${name}.here; until [ $(ls *.here | wc -l) = 3 ]; do sleep 0.02; done; echo ${name}`,
        })),
      },
      { say: 'done' },
    ],
    check: (run) => {
      assert.deepEqual(
        [0, 1, 2].map((call) => run.printed(call)),
        ['one\n', 'two\n', 'three\n'],
      );
    },
  },
  {
    name: 'left-running',
    steps: () => [
      { shell: 'echo $$ > pid; sleep 300', with: { yield_time_ms: 500 } },
      { say: 'done' },
    ],
    check: async (run) => {
      const pid = Number(await run.text('pid'));
      assert.ok(pid > 0, 'the command did not start');
      await run.until(() => !isAlive(pid));
    },
  },
];
