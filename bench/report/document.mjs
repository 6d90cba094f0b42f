import { judge, standing } from './goals.mjs';
import { digits, goalText, tableOf } from './table.mjs';

const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** Replaces what lies between the two comments of docs/performance.md. */
export const replaceFigures = (document, figures) => {
  const [before, rest] = document.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) {
    throw new Error(`docs/performance.md lacks ${BEGIN} or ${END}`);
  }
  return `${before}${BEGIN}\n\n${figures}\n\n${END}${after}`;
};

/** What the results are of, in one line. */
export const captionOf = ({ machine, node, upstream, groups }) => {
  const of = (property) => [...new Set(Object.values(groups).map(property))].join(', ');
  return (
    `${of(({ date }) => date.slice(0, 10))}, ours ${of(({ commit }) => commit)} on Node ${node}, upstream ${upstream}, ` +
    `${of(({ rounds }) => rounds)} rounds, ${machine.cores} cores ${machine.processor}, ${machine.memoryGib} GiB, ${machine.system}`
  );
};

/** How many ratios are better than upstream, how many goals are met, and which are not. */
export const summaryOf = (results, thresholds) => {
  const { all, ahead, even, behind } = standing(results, thresholds);
  const { met, missed, unmeasured } = judge(results, thresholds);
  const notMet = [
    ...missed.map(missedText),
    ...unmeasured.map((id) => `- not measured: \`${id}\``),
  ];
  return [
    `Of ${all} ratios ${ahead} are better than upstream, ${even} within 5 %, ${behind} worse. ` +
      `Of ${met.length + notMet.length} goals ${met.length} are met.`,
    ...(notMet.length > 0 ? [notMet.join('\n')] : []),
  ].join('\n\n');
};

const missedText = ({ id, goal, ratios, medians }) =>
  `- not met: \`${id}\`, ${digits(goal.ratio ? ratios.ours?.value : medians.ours)} (${goalText(goal)})`;

/** Markdown: of what the figures are, the summary, and a table for each group. */
export const figuresOf = (results, thresholds) =>
  [
    `${captionOf(results)}.`,
    summaryOf(results, thresholds),
    ...Object.entries(results.groups).map(([name, group]) => tableOf(name, group, thresholds)),
  ].join('\n\n');
