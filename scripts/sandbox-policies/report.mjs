import { countDifferences } from '../conformance/count-differences.mjs';
import { LEGEND } from './outcomes.mjs';

/** Prints the table: what came of each probe, once where all daemons agree. */
export function printTable(rows, columns) {
  console.log(`${LEGEND}\n`);
  for (const { name, found } of rows) {
    for (const way of ['process', 'methods']) {
      const probes = new Set(found.flatMap((one) => [...one[way].keys()]));
      console.log(`${name}, by ${way}`);
      for (const probe of probes) {
        const cells = found.map((one) => one[way].get(probe) ?? '–');
        const isOne = cells.every((cell) => cell === cells[0]);
        const told = cells.map((cell, index) => `${columns[index]} ${cell}`).join(' | ');
        console.log(`  ${probe}: ${isOne ? cells[0] : told}`);
      }
    }
  }
}

/** Prints the differences and their counts; returns how many are unknown. */
export function printDifferences(differences, topics, { show, isWhole }) {
  console.log('');
  for (const { where, version, upstream, ours, topic } of differences) {
    if (!topic || show) {
      console.log(`${topic ? `known (${topic})` : 'UNKNOWN'}: ${where}`);
      console.log(`  ${version} ${upstream}\n  ours   ${ours}`);
    }
  }
  return countDifferences('sandbox-policies', differences, topics, isWhole);
}
