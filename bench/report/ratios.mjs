import { median } from '../lib/statistics.mjs';

/**
 * One row a figure: the medians of the targets, and their ratios to upstream, each with its smallest and largest value in any
 * round.
 *
 * @param {string} groupName
 * @param {import('./results.mjs').GroupResult} group
 * @param {Record<string, { ratio?: Bounds, ours?: Bounds }>} thresholds goals by `GROUP.FIGURE`: of the ratio ours ÷ upstream, or of
 * the figure of ours itself
 *
 * @typedef {{ min?: number, max?: number }} Bounds
 */
export const rowsOf = (groupName, { figures, samples }, thresholds) =>
  figures
    // An optional figure that was not asked for has no row.
    .filter(({ name, isOptional }) => !isOptional || name in samples)
    .map((figure) => {
      const id = `${groupName}.${figure.name}`;
      const { upstream, ...others } = samples[figure.name] ?? {};
      const ratios =
        figure.hasRatio === false ? {} : mapValues(others, (each) => ratioOf(each, upstream));
      const medians = mapValues({ ...others, upstream }, medianOf);
      const goal = thresholds[id];
      const isMet =
        goal && isWithin(goal.ratio ?? goal.ours, goal.ratio ? ratios.ours?.value : medians.ours);
      return { id, ...figure, medians, ratios, goal, isMet };
    });

/** The ratio of the medians, and the smallest and largest ratio of a round; undefined unless both were measured. */
const ratioOf = (values, references = []) => {
  const rounds = values.flatMap((value, round) =>
    isNumber(value) && isNumber(references[round]) ? [value / references[round]] : [],
  );
  if (rounds.length === 0) {
    return undefined;
  }
  return {
    value: medianOf(values) / medianOf(references),
    min: Math.min(...rounds),
    max: Math.max(...rounds),
  };
};

/** A round that failed has no value. */
const medianOf = (values) => (values?.some(isNumber) ? median(values.filter(isNumber)) : undefined);

const isNumber = (value) => typeof value === 'number';

/** What was not measured is not within its bounds. */
const isWithin = ({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }, value) =>
  value !== undefined && value >= min && value <= max;

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
