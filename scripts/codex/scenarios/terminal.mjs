import assert from 'node:assert/strict';

/** Commands on a terminal: typed to, and interrupted by its line discipline. */
export const TERMINAL = [
  {
    name: 'terminal-written-to',
    steps: (run) => [
      {
        shell: 'test -t 0 && test -t 1 && echo ready; read x; echo "got:$x"; stty size; exit 5',
        with: { tty: true, yield_time_ms: 500 },
      },
      () => run.write(0, 'hello\n'),
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.printed(0), /ready\r?\n/);
      assert.match(run.printed(1), /got:hello\r?\n24 80\r?\n/);
      assert.match(run.output(1), /exited with code 5$/m);
    },
  },
  {
    name: 'terminal-ctrl-c',
    steps: (run) => [
      {
        shell: "trap 'echo caught; exit 7' INT; echo ready; while :; do sleep 0.05; done",
        with: { tty: true, yield_time_ms: 500 },
      },
      () => run.write(0, '\u0003'),
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.printed(0), /ready/);
      assert.match(run.printed(1), /\^C[\s\S]*caught/);
      assert.match(run.output(1), /exited with code 7$/m);
    },
  },
  {
    name: 'terminal-end-of-file',
    steps: (run) => [
      { shell: 'cat; echo over', with: { tty: true, yield_time_ms: 500 } },
      () => run.write(0, 'line\n', 500),
      () => run.write(0, '\u0004'),
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.printed(1), /line\r?\nline/);
      assert.match(run.printed(2), /over/);
      assert.match(run.output(2), /exited with code 0$/m);
    },
  },
];
