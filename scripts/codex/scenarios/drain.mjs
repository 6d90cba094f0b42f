import assert from 'node:assert/strict';

const NUMBERS = Array.from({ length: 1000 }, (_, index) => `${index + 1}\n`).join('');

/** SIGTERM to the daemon in the middle of a command, which must not be able to tell; then the daemon ends by itself. */
export const DRAIN = [
  drainUnderCommand('drained-under-command', () => undefined),
  drainUnderCommand('cut-while-draining', (run) => run.proxy.cutAll('reset')),
];

function drainUnderCommand(name, disturb) {
  return {
    name,
    // The CLI leaves its session behind, and the drain waits for that too.
    daemonArgs: ['--drain-timeout', '60s', '--session-ttl', '2s'],
    steps: (run) => [
      {
        shell: 'echo before; until [ -e go ]; do sleep 0.02; done; seq 1 1000',
        with: { yield_time_ms: 500 },
      },
      async () => {
        await run.server.drain();
        disturb(run);
        await run.put('go', '');
        return run.write(0, '');
      },
      { shell: 'echo after' },
      { say: 'done' },
    ],
    check: async (run) => {
      assert.match(run.output(1), /exited with code 0$/m);
      assert.equal(run.printed(0) + run.printed(1), `before\n${NUMBERS}`);
      assert.equal(run.printed(2), 'after\n');
      let exitCode;
      run.server.exited.then((code) => {
        exitCode = code;
      });
      await run.until(() => exitCode !== undefined);
      assert.equal(exitCode, 0, 'exit code of the daemon');
    },
  };
}
