import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findGroup } from '../groups/index.mjs';
import { CEILING } from './targets.mjs';

const PROGRAM = fileURLToPath(new URL('../run-group.mjs', import.meta.url));

/**
 * Measures one group in a process of its own, so that no group slows down the client of the next.
 *
 * @param {string} name
 * @param {{ targets: readonly object[], rounds: number, options: object, timeoutMs: number }} how
 * @returns {Promise<import('../report/results.mjs').GroupResult>}
 */
export const runGroup = async (name, { targets, rounds, options, timeoutMs }) => {
  const group = await findGroup(name);
  const all = group.hasCeiling ? [...targets, CEILING] : targets;
  const samples = {};
  const failures = [];
  const child = fork(PROGRAM, [JSON.stringify({ name, targets: all, rounds, options })]);
  child.on('message', ({ target, round, values, error }) => {
    if (error) {
      failures.push(`${target}, round ${round}: ${error}`);
      return;
    }
    for (const [figure, value] of Object.entries(values)) {
      samples[figure] ??= {};
      samples[figure][target] ??= new Array(rounds).fill(null);
      samples[figure][target][round] = value;
    }
  });
  const timer = setTimeout(() => {
    failures.push(`not finished after ${timeoutMs / 1000} s`);
    child.kill();
  }, timeoutMs);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  if (code !== 0) {
    failures.push(`the process of the group ended with ${code}`);
  }
  return {
    title: group.title,
    date: new Date().toISOString(),
    commit: commit(),
    rounds,
    quick: options.quick,
    targets: all.map((target) => target.name),
    figures: group.figures,
    samples,
    failures,
  };
};

/** Marked if the program differs from it; documents are written while the groups run. */
const commit = () => {
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const changes = git('status', '--porcelain', '--', 'src', 'bench', 'package.json');
  return `${git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : '+'}`;
};
