// One group of the benchmark, in a process of its own; `npm run bench` starts it and gets its samples as messages.
import { setTimeout as delay } from 'node:timers/promises';
import { findGroup } from './groups/index.mjs';
import { startTarget } from './runner/start-target.mjs';

/** Ends the daemons too: they are killed when this process exits. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.once(signal, () => process.exit(1));
}
process.once('disconnect', () => process.exit(1));

const { name, targets, rounds, options } = JSON.parse(process.argv[2]);
const group = await findGroup(name);
const shared = await group.setUp?.();

/** Every round another one is first. */
const inTurn = (all, round) => all.map((_, index) => all[(index + round) % all.length]);

/** A daemon that does not answer fails one measurement; the group goes on with the next. */
const MEASUREMENT_TIMEOUT_MS = 120_000;

const timeOut = async () => {
  await delay(MEASUREMENT_TIMEOUT_MS, undefined, { ref: false });
  throw new Error(`not finished after ${MEASUREMENT_TIMEOUT_MS / 1000} s`);
};

const attempt = async (target, round, work) => {
  try {
    await Promise.race([work(), timeOut()]);
  } catch (error) {
    process.send({ target: target.name, round, error: String(error?.stack ?? error) });
  }
};

const measure = async (target, round, daemon) => {
  const values = await group.measure(daemon, { ...options, shared });
  process.send({ target: target.name, round, values });
};

/** The same daemons in all rounds, as daemons that have run for a while. */
const runWarm = async () => {
  const daemons = new Map();
  for (const target of targets) {
    await attempt(target, -1, async () => {
      const daemon = await startTarget(target);
      await group.warmUp?.(daemon, { ...options, shared });
      daemons.set(target, daemon);
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const target of inTurn([...daemons.keys()], round)) {
      await attempt(target, round, () => measure(target, round, daemons.get(target)));
    }
  }
  await Promise.all([...daemons.values()].map((daemon) => daemon.stop()));
};

/** The group starts what it needs. */
const runOwn = async () => {
  for (let round = 0; round < rounds; round += 1) {
    for (const target of inTurn(targets, round)) {
      await attempt(target, round, () => measure(target, round, target));
    }
  }
};

await (group.daemons === 'warm' ? runWarm() : runOwn());
process.exit(0);
