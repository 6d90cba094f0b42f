import { EVEN } from './goals.mjs';
import { rowsOf } from './ratios.mjs';
import { digits } from './table.mjs';

const WIDTH = 960;
const LABELS = 400;
const VALUES = 60;
const ROW = 13;
const TOP = 56;
const MARGIN = 16;
const TICKS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
/** What is beyond lies at the edge. */
const [LEAST, MOST] = [0.01, 150];
const COLOURS = { ahead: '#0a7d4f', even: '#777777', behind: '#c4471b' };

/**
 * All ratios of ours to upstream on one page, as SVG: each as the number of times that ours is as good, so that right of the line at 1
 * ours is ahead, be the figure a time or a rate.
 *
 * @param {{ groups: Record<string, import('./results.mjs').GroupResult> }} results
 * @param {object} thresholds
 * @param {string} caption
 */
export const plotOf = ({ groups }, thresholds, caption) => {
  const lines = Object.entries(groups).flatMap(([name, group]) => {
    const rows = rowsOf(name, group, thresholds).filter(({ ratios }) => ratios.ours);
    return rows.length === 0 ? [] : [{ heading: group.title }, ...rows.map(pointOf)];
  });
  const height = TOP + lines.length * ROW + MARGIN;
  const body = lines.map((line, index) => drawLine(line, TOP + index * ROW + ROW / 2));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="10">
<title>Ratios to upstream</title>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="${MARGIN}" y="20" font-size="13" font-weight="bold">How many times as good as upstream: right of 1 ours is ahead</text>
<text x="${MARGIN}" y="36" fill="#555555">${escapeXml(caption)}; bar: smallest to largest ratio of a round; ◇ goal</text>
${axis(height)}
${body.join('\n')}
</svg>
`;
};

const pointOf = ({ title, better, ratios: { ours }, goal }) => {
  const advantage = better === 'more' ? (ratio) => ratio : (ratio) => 1 / ratio;
  const bound = goal?.ratio && (goal.ratio.max ?? goal.ratio.min);
  return {
    title,
    value: advantage(ours.value),
    from: advantage(ours.min),
    to: advantage(ours.max),
    goal: bound && advantage(bound),
  };
};

const drawLine = ({ heading, title, value, from, to, goal }, y) => {
  if (heading) {
    return text(MARGIN, y, heading, 'font-weight="bold"');
  }
  const kind = value >= EVEN ? 'ahead' : value > 1 / EVEN ? 'even' : 'behind';
  const colour = COLOURS[kind];
  const parts = [
    text(LABELS - 8, y, title, 'text-anchor="end"'),
    `<line x1="${x(from)}" x2="${x(to)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2" opacity="0.45"/>`,
    `<circle cx="${x(value)}" cy="${y}" r="3.5" fill="${colour}"/>`,
    text(WIDTH - MARGIN, y, digits(value), `text-anchor="end" fill="${colour}"`),
  ];
  if (goal) {
    const at = x(goal);
    parts.push(
      `<path d="M${at - 4} ${y}L${at} ${y - 4}L${at + 4} ${y}L${at} ${y + 4}Z" fill="none" stroke="#222222"/>`,
    );
  }
  return parts.join('');
};

/** Where a value lies on the logarithmic axis. */
const x = (value) => {
  const bounded = Math.min(MOST, Math.max(LEAST, value));
  const part = Math.log(bounded / LEAST) / Math.log(MOST / LEAST);
  return Number((LABELS + part * (WIDTH - MARGIN - VALUES - LABELS)).toFixed(1));
};

const axis = (height) =>
  TICKS.map((tick) => {
    const at = x(tick);
    const stroke = tick === 1 ? '#222222' : '#dddddd';
    return `<line x1="${at}" x2="${at}" y1="${TOP}" y2="${height - MARGIN}" stroke="${stroke}"/><text x="${at}" y="${TOP - 5}" text-anchor="middle" fill="#555555">${tick}</text>`;
  }).join('\n');

const text = (at, y, content, attributes) =>
  `<text x="${at}" y="${y + 3.5}" ${attributes}>${escapeXml(content)}</text>`;

const escapeXml = (content) =>
  content
    .replaceAll('`', '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
