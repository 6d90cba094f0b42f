import { rowsOf } from './ratios.mjs';

/** The rows that have a goal, by whether it is met, and the goals whose figure no group has measured. */
export const judge = ({ groups }, thresholds) => {
  const rows = Object.entries(groups)
    .flatMap(([name, group]) => rowsOf(name, group, thresholds))
    .filter(({ goal }) => goal);
  const measured = new Set(rows.map(({ id }) => id));
  return {
    met: rows.filter(({ isMet }) => isMet),
    missed: rows.filter(({ isMet }) => !isMet),
    unmeasured: Object.keys(thresholds).filter(
      (id) => id.split('.')[0] in groups && !measured.has(id),
    ),
  };
};

/** Of the ratios to upstream how many are better, within 5 % and worse. */
export const standing = ({ groups }, thresholds) => {
  const advantages = Object.entries(groups)
    .flatMap(([name, group]) => rowsOf(name, group, thresholds))
    .filter(({ ratios }) => ratios.ours)
    .map(({ better, ratios: { ours } }) => (better === 'more' ? ours.value : 1 / ours.value));
  const ahead = advantages.filter((value) => value >= EVEN).length;
  const behind = advantages.filter((value) => value <= 1 / EVEN).length;
  return { ahead, behind, even: advantages.length - ahead - behind, all: advantages.length };
};

export const EVEN = 1.05;
