import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LONG_OUTAGE_MS = 3000;
const STALL_MS = 200;
/** Sent of a flood before its cut: by then it flows at full speed. */
const FLOOD_BYTES = 8_000_000;

/** A command that prints, waits for the file `go`, prints more, and tells that it has. */
const waitingCommand = (more, options = {}) => ({
  shell: `echo before; until [ -e go ]; do sleep 0.02; done; ${more}; touch done; exit 6`,
  with: { yield_time_ms: 500, ...options },
});

/** The connection fails in the middle of a command, and the model must not be able to tell. */
export const OUTAGES = [
  {
    name: 'cut-and-resumed',
    steps: (run) => [
      waitingCommand('seq 1 1000'),
      async () => {
        run.proxy.cutAll('reset');
        await run.put('go', '');
        return run.write(0, '');
      },
      { say: 'done' },
    ],
    check: (run) => checkWhole(run, 1, numbers(1000)),
  },
  {
    name: 'cut-while-output-flows',
    steps: (run) => [
      {
        shell: 'echo before; for i in $(seq 1 60); do seq 1 40; sleep 0.02; done; exit 6',
        with: { yield_time_ms: 300 },
      },
      () => {
        run.proxy.afterBytes(2000, () => run.proxy.cutAll('reset'));
        return run.write(0, '');
      },
      { say: 'done' },
    ],
    check: (run) => checkWhole(run, 1, numbers(40).repeat(60)),
  },
  {
    name: 'outage-of-3-s',
    steps: (run) => [
      waitingCommand('seq 1 1000'),
      async () => {
        await outage(run, 'fin', () => delay(LONG_OUTAGE_MS));
        return run.write(0, '');
      },
      { say: 'done' },
    ],
    check: (run) => checkWhole(run, 1, numbers(1000)),
  },
  {
    name: 'large-output-in-outage',
    steps: (run) => [
      waitingCommand('seq 1 400000'),
      async () => {
        await outage(run, 'reset', () => run.until(() => existsSync(join(run.workspace, 'done'))));
        return run.write(0, '');
      },
      { say: 'done' },
    ],
    check: (run) => {
      assert.match(run.output(1), /exited with code 6$/m);
      assert.match(run.printed(1), /1\n2\n3\n[\s\S]*\n399999\n400000\n$/);
    },
  },
  {
    name: '20-mb-in-outage',
    steps: (run) => [
      waitingCommand('seq 1 2700000'),
      async () => {
        await outage(run, 'reset', () => delay(LONG_OUTAGE_MS));
        return run.write(0, '', 30_000);
      },
      { say: 'done' },
    ],
    check: (run) => checkLength(run, 1, 2_700_000),
  },
  {
    name: 'cut-in-fast-flood',
    steps: (run) => [
      waitingCommand('seq 1 4000000'),
      async () => {
        run.proxy.afterBytes(FLOOD_BYTES, () => run.proxy.cutAll('reset'));
        await run.put('go', '');
        return run.write(0, '', 30_000);
      },
      { say: 'done' },
    ],
    check: (run) => checkLength(run, 1, 4_000_000),
  },
  {
    name: 'two-floods-in-outage',
    steps: (run) => [
      {
        together: [waitingCommand('seq 1 1300000'), waitingCommand('seq 1 1300000', { tty: true })],
      },
      async () => {
        await outage(run, 'reset', () => delay(LONG_OUTAGE_MS));
        return { together: [run.write(0, '', 30_000), run.write(1, '', 30_000)] };
      },
      { say: 'done' },
    ],
    check: (run) => {
      const last = 1_300_000;
      checkLength(run, 2, last);
      // A terminal ends its lines with CR LF.
      checkLength(run, 3, last, bytesOfNumbers(last) + last);
    },
  },
  {
    name: 'resume-while-half-open',
    steps: (run) => [
      waitingCommand('seq 1 1000'),
      async () => {
        run.proxy.vanish();
        await run.put('go', '');
        return run.write(0, '', 30_000);
      },
      { say: 'done' },
    ],
    check: (run) => checkWhole(run, 1, numbers(1000)),
  },
  cutAroundInput('cut-before-input', 'toDaemon'),
  cutAroundInput('cut-before-answer-to-input', 'toClient'),
  {
    name: 'cut-between-commands',
    steps: (run) => [
      { shell: 'echo first' },
      () => {
        run.proxy.cutAll('reset');
        return { shell: 'echo second' };
      },
      { say: 'done' },
    ],
    check: (run) => {
      assert.equal(run.printed(0), 'first\n');
      assert.equal(run.printed(1), 'second\n');
    },
  },
];

/** Cuts the connection, lets the command go on, and lets no connection through until `over` has resolved. */
async function outage(run, how, over) {
  run.proxy.refuse();
  run.proxy.cutAll(how);
  await run.put('go', '');
  await over();
  run.proxy.accept();
}

/** What is stalled is lost with the cut: the input itself, or the answer that it was taken. */
function cutAroundInput(name, direction) {
  return {
    name,
    steps: (run) => [
      {
        shell: 'stty -echo; echo ready; read x; echo "got:$x"; read y; echo "then:$y"',
        with: { tty: true, yield_time_ms: 500 },
      },
      () => {
        run.proxy.stall(direction);
        setTimeout(() => run.proxy.cutAll('reset'), STALL_MS);
        return run.write(0, 'once\n', 1500);
      },
      () => run.write(0, 'twice\n'),
      { say: 'done' },
    ],
    check: (run) => {
      const all = (run.printed(1) + run.printed(2)).replaceAll('\r', '');
      assert.equal(all, 'got:once\nthen:twice\n');
      assert.match(run.output(2), /exited with code 0$/m);
    },
  };
}

/** Of a large output the CLI gives the model the ends, and the length of what arrived. */
function checkLength(run, call, last, bytes = bytesOfNumbers(last)) {
  assert.match(run.output(call), /exited with code 6$/m);
  assert.match(
    run.output(call),
    new RegExp(`^Original token count: ${Math.ceil(bytes / 4)}$`, 'm'),
  );
  assert.match(run.printed(call), new RegExp(`\\n${last - 1}\\r?\\n${last}\\r?\\n$`));
}

function checkWhole(run, call, expected) {
  assert.match(run.output(call), /exited with code 6$/m);
  assert.equal(run.printed(0) + run.printed(call), `before\n${expected}`);
}

function numbers(last) {
  return Array.from({ length: last }, (_, index) => `${index + 1}\n`).join('');
}

/** The length of what `seq 1 LAST` prints. */
function bytesOfNumbers(last) {
  let bytes = 0;
  for (let first = 1, digits = 1; first <= last; first *= 10, digits += 1) {
    bytes += (Math.min(last, first * 10 - 1) - first + 1) * (digits + 1);
  }
  return bytes;
}
