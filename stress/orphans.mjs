// SIGKILL of the daemon with 50 process trees running: what is left after 2 s, of this daemon and of upstream.
//   npm run stress:orphans
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startOurs, startUpstream } from '../bench/lib/daemons.mjs';
import { WireClient } from '../bench/lib/wire-client.mjs';

const TREES = 50;
const WAIT_MS = 2000;
const HARD_TREE = fileURLToPath(new URL('../test/fixtures/processes/tree.sh', import.meta.url));

/** All members carry a variable of the run in their environment, and so can be found whatever becomes of them. */
const KINDS = [
  { name: 'sleep', argv: ['sleep', '600'], members: 1 },
  { name: 'pipeline', argv: ['bash', '-c', 'sleep 600 | sleep 600; :'], members: 3 },
  { name: 'background job', argv: ['bash', '-c', 'sleep 600 & wait'], members: 2 },
  { name: 'double fork', argv: ['bash', '-c', '(sleep 600 &); sleep 600; :'], members: 3 },
  { name: 'leader gone', argv: ['bash', '-c', '(sleep 600 &)'], members: 1 },
  { name: 'job control', argv: ['bash', '-c', 'set -m; sleep 600 & wait'], members: 2 },
  {
    name: 'slowReader to TERM and HUP, some with groups of their own',
    argv: [HARD_TREE],
    members: 6,
  },
  { name: 'terminal', argv: ['bash', '-c', 'sleep 600 & wait'], tty: true, members: 2 },
  {
    name: 'interactive shell on a terminal',
    argv: ['bash', '--norc', '-i', '-c', 'sleep 600 & (sleep 600 &); wait'],
    tty: true,
    members: 3,
  },
  { name: 'the slowReader tree on a terminal', argv: [HARD_TREE], tty: true, members: 6 },
];

const measure = async (startDaemon) => {
  const daemon = await startDaemon();
  const run = `${daemon.name}-${process.pid}`;
  const client = await WireClient.open(daemon.url);
  const trees = Array.from({ length: TREES }, (_, i) => KINDS[i % KINDS.length]);
  try {
    for (const [i, { argv, tty = false }] of trees.entries()) {
      const env = {
        PATH: process.env.PATH,
        ORPHANS_RUN: run,
        ORPHANS_KIND: String(i % KINDS.length),
      };
      await client.start(`tree-${i}`, argv, { env, tty });
    }
    const expected = trees.reduce((sum, { members }) => sum + members, 0);
    const running = await allRunning(run, expected);
    // Its group: upstream runs under a launcher, which would die alone.
    process.kill(-daemon.pid, 'SIGKILL');
    await refused(daemon.url);
    const killed = performance.now();
    let lastEnd = 0;
    for (let left = running; left.length > 0 && performance.now() - killed < WAIT_MS; ) {
      await delay(10);
      left = membersOf(run);
      if (left.length === 0) {
        lastEnd = performance.now() - killed;
      }
    }
    await delay(Math.max(0, WAIT_MS - (performance.now() - killed)));
    const survivors = membersOf(run);
    return { name: daemon.name, running: running.length, survivors, lastEnd };
  } finally {
    client.close();
    await cleanUp(run);
    await daemon.stop().catch(() => undefined);
  }
};

/** Resolves when no one listens there any more. */
const refused = async (url) => {
  for (const address = url.replace('ws:', 'http:'); ; ) {
    const answered = await fetch(address).then(
      () => true,
      () => false,
    );
    if (!answered) {
      return;
    }
  }
};

const allRunning = async (run, expected) => {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const members = membersOf(run);
    if (members.length >= expected) {
      return members;
    }
    if (performance.now() > deadline) {
      throw new Error(`${members.length} of ${expected} run`);
    }
    await delay(20);
  }
};

/** Whoever runs with the variable of the run in its environment; zombies have none. */
const membersOf = (run) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readOr(`/proc/${pid}/environ`).split('\0');
      const kind = environment.find((entry) => entry.startsWith('ORPHANS_KIND='));
      return environment.includes(`ORPHANS_RUN=${run}`)
        ? [{ pid: Number(pid), kind: KINDS[Number(kind.split('=')[1])].name }]
        : [];
    });

const readOr = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const cleanUp = async (run) => {
  for (let left = membersOf(run); left.length > 0; left = membersOf(run)) {
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Ended by itself.
      }
    }
    await delay(20);
  }
};

const results = [await measure(startOurs), await measure(startUpstream)];
console.log(`SIGKILL of the daemon with ${TREES} process trees running\n`);
console.log(`| | ours | upstream |\n| --- | --- | --- |`);
const row = (name, cell) => console.log(`| ${name} | ${results.map(cell).join(' | ')} |`);
row('processes running before', ({ running }) => running);
row('survivors after 2 s', ({ survivors }) => survivors.length);
row('last one ended after', ({ lastEnd }) => (lastEnd > 0 ? `${lastEnd.toFixed(0)} ms` : '–'));
for (const { name } of KINDS) {
  row(
    `survivors: ${name}`,
    ({ survivors }) => survivors.filter(({ kind }) => kind === name).length,
  );
}
process.exitCode = results[0].survivors.length === 0 ? 0 : 1;
