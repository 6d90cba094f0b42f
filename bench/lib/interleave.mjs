import { startOurs, startUpstream } from './daemons.mjs';
import { median } from './statistics.mjs';
import { WireClient } from './wire-client.mjs';

/**
 * Measures both daemons in turn, each measure and each round with a connection of its own, and prints
 * their medians with their ratios: those count, a time alone says more about the machine.
 *
 * @param {readonly { name: string, unit: string, better: 'less' | 'more', run: (client: WireClient, daemon: string) => Promise<number> }[]} measures
 * @param {{ rounds: number, warmUp?: (url: string) => Promise<void> }} options
 */
export const measureSideBySide = async (measures, { rounds, warmUp = async () => undefined }) => {
  const daemons = [await startOurs(), await startUpstream()];
  const results = new Map(measures.map(({ name }) => [name, new Map()]));
  try {
    for (const { url } of daemons) {
      await warmUp(url);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, run } of measures) {
        for (const daemon of alternately(round, daemons)) {
          const client = await WireClient.open(daemon.url);
          const value = await run(client, daemon.name);
          client.close();
          const own = results.get(name);
          own.set(daemon.name, [...(own.get(daemon.name) ?? []), value]);
        }
      }
    }
  } finally {
    for (const daemon of daemons) {
      await daemon.stop();
    }
  }
  print(measures, results, rounds);
};

/** Every other time the other way round: no one gains by being first. */
const alternately = (time, all) => (time % 2 === 0 ? all : all.toReversed());

const print = (measures, results, rounds) => {
  console.log(
    `median of ${rounds} interleaved rounds; a ratio above 1 means that ours is better\n`,
  );
  console.log('| measure | ours | upstream | ratio |\n| --- | --- | --- | --- |');
  for (const { name, unit, better } of measures) {
    const ours = median(results.get(name).get('ours'));
    const upstream = median(results.get(name).get('upstream'));
    const ratio = better === 'more' ? ours / upstream : upstream / ours;
    const shown = [ours, upstream].map((value) => `${value.toPrecision(3)} ${unit}`);
    console.log(`| ${name} | ${shown.join(' | ')} | ${ratio.toFixed(2)} |`);
  }
};
