import { rowsOf } from './ratios.mjs';

const HEAD = ['figure', 'unit', 'better', 'ours', 'upstream', 'ratio', 'goal', ''];

/** The figures of a group as a Markdown table. Of further targets it has the figure and its ratio to upstream. */
export const tableOf = (name, group, thresholds) => {
  const others = group.targets.filter((target) => !['ours', 'upstream'].includes(target));
  const rows = rowsOf(name, group, thresholds).map((row) => [
    row.title,
    row.unit,
    row.better,
    digits(row.medians.ours),
    digits(row.medians.upstream),
    row.ratios.ours ? ratioText(row.ratios.ours) : '–',
    row.goal ? goalText(row.goal) : '',
    row.goal ? (row.isMet ? 'met' : 'not met') : '',
    ...others.map((target) => otherText(row.medians[target], row.ratios[target])),
  ]);
  return `### ${group.title}\n\n${markdown([[...HEAD, ...others], ...rows])}`;
};

export const goalText = (goal) => {
  const { min, max } = goal.ratio ?? goal.ours;
  return `${goal.ratio ? '' : 'ours '}${max === undefined ? `≥ ${min}` : `≤ ${max}`}`;
};

/** Three digits, or a whole number. */
export const digits = (value) => {
  if (value === undefined) {
    return '–';
  }
  return value >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
};

const ratioText = ({ value, min, max }) => `${digits(value)} (${digits(min)}–${digits(max)})`;

const otherText = (value, ratio) =>
  ratio ? `${digits(value)} (${digits(ratio.value)})` : digits(value);

const markdown = ([head, ...rows]) => {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column].length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
