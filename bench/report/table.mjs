import { goalText, rowsOf } from './ratios.mjs';

const digits = (value) => {
  if (value === undefined || Number.isNaN(value)) {
    return '–';
  }
  return value >= 1000
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
};

const ratioText = ({ value, min, max }) => `${digits(value)} (${digits(min)}–${digits(max)})`;

/** A group as a Markdown table. */
export const tableOf = (name, group, thresholds) => {
  const others = group.targets.filter((target) => !['ours', 'native'].includes(target));
  const head = ['figure', 'unit', 'better', 'ours', 'native', 'ratio', 'goal', '', ...others];
  const rows = rowsOf(name, group, thresholds).map((row) => [
    row.title,
    row.unit,
    row.better,
    digits(row.medians.ours),
    digits(row.medians.native),
    row.ratio ? ratioText(row.ratio) : '–',
    goalText(row.goal),
    row.goal ? (row.isMet ? 'met' : 'not met') : '',
    ...others.map((target) => digits(row.medians[target])),
  ]);
  return `### ${group.title}\n\n${markdown([head, ...rows])}`;
};

const markdown = ([head, ...rows]) => {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column].length)),
  );
  const line = (cells) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
};
