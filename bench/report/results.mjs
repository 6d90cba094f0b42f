import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

/**
 * @typedef {object} GroupResult
 * @property {string} title
 * @property {string} date
 * @property {string} commit of ours
 * @property {number} rounds
 * @property {boolean} quick whether it did a tenth of the work
 * @property {readonly string[]} targets
 * @property {readonly object[]} figures
 * @property {Record<string, Record<string, (number | null)[]>>} samples by figure, target and round
 * @property {readonly string[]} failures
 */

export const machine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGib: Math.round(totalmem() / 1024 ** 3),
  system: `${process.platform} ${release()}`,
});

/** What a file of results has; nothing if there is none. */
export const readResults = (path) =>
  path && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { groups: {} };

export const writeResults = (path, results) =>
  writeFileSync(path, `${JSON.stringify(results, undefined, 1)}\n`);

const roundNumbers = (_, value) =>
  typeof value === 'number' ? Number(value.toPrecision(5)) : value;

/** Rounds its numbers, so that a report is the same before and after the file. Groups stay in the given order, whichever is measured last. */
export const addGroup = (results, name, group, order) => {
  const rounded = JSON.parse(JSON.stringify(group, roundNumbers));
  const groups = { ...results.groups, [name]: rounded };
  results.groups = Object.fromEntries(
    order.filter((each) => each in groups).map((each) => [each, groups[each]]),
  );
};
