import { median } from '../lib/statistics.mjs';

/**
 * One row a figure: the medians of the targets, and the ratio ours ÷ native with its smallest and largest value in any round.
 *
 * @param {import('./results.mjs').GroupResult} group
 */
export const rowsOf = (groupName, group, thresholds = {}) =>
  group.figures.filter(wasExpected(group)).map((figure) => {
    const id = `${groupName}.${figure.name}`;
    const samples = group.samples[figure.name] ?? {};
    const medians = Object.fromEntries(
      Object.entries(samples).map(([target, values]) => [target, median(Object.values(values))]),
    );
    const ratio = figure.hasRatio === false ? undefined : ratioOf(samples.ours, samples.native);
    const goal = thresholds[id];
    return { id, ...figure, medians, ratio, goal, isMet: goal && isMet(goal, medians.ours, ratio) };
  });

/** An optional figure that was not asked for has no row. */
const wasExpected =
  ({ samples }) =>
  ({ name, isOptional }) =>
    !isOptional || Object.keys(samples[name] ?? {}).length > 0;

/** Of the medians; `min` and `max` are those of single rounds. Undefined unless both were measured. */
const ratioOf = (ours, reference) => {
  if (!ours || !reference) {
    return undefined;
  }
  const rounds = Object.keys(ours).filter((round) => round in reference);
  if (rounds.length === 0) {
    return undefined;
  }
  const each = rounds.map((round) => ours[round] / reference[round]);
  return {
    value: median(Object.values(ours)) / median(Object.values(reference)),
    min: Math.min(...each),
    max: Math.max(...each),
  };
};

/** A goal bounds the ratio to native, or the figure of ours itself; what was not measured is not met. */
const isMet = ({ ratio: ratioGoal, ours: oursGoal }, ours, ratio) =>
  within(ratioGoal, ratio?.value) && within(oursGoal, ours);

const within = (goal, value) =>
  goal === undefined ||
  (value >= (goal.min ?? 0) && value <= (goal.max ?? Number.POSITIVE_INFINITY));

export const goalText = (goal) => {
  if (!goal) {
    return '';
  }
  const bounds = goal.ratio ?? goal.ours;
  const of = goal.ratio ? '' : 'ours ';
  return 'max' in bounds ? `${of}≤ ${bounds.max}` : `${of}≥ ${bounds.min}`;
};
