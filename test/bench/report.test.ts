import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { slope } from '../../bench/lib/statistics.mjs';
// @ts-expect-error: plain JavaScript, without types
import { figuresOf, replaceFigures } from '../../bench/report/document.mjs';
// @ts-expect-error: plain JavaScript, without types
import { judge, standing } from '../../bench/report/goals.mjs';
// @ts-expect-error: plain JavaScript, without types
import { plotOf } from '../../bench/report/plot.mjs';
// @ts-expect-error: plain JavaScript, without types
import { rowsOf } from '../../bench/report/ratios.mjs';
// @ts-expect-error: plain JavaScript, without types
import { tableOf } from '../../bench/report/table.mjs';

interface Row {
  readonly id: string;
  readonly ratios: { readonly ours?: { value: number; min: number; max: number } };
  readonly isMet?: boolean;
}

const GROUP = {
  title: 'A group',
  date: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  rounds: 3,
  targets: ['ours', 'upstream', 'before'],
  figures: [
    { name: 'time', title: 'a time', unit: 'ms', better: 'less' },
    { name: 'rate', title: 'a `rate` < 5', unit: '/s', better: 'more' },
    { name: 'failed', title: 'a figure that failed', unit: 's', better: 'less' },
    { name: 'unasked', title: 'not asked for', unit: 's', better: 'less', isOptional: true },
    { name: 'exponent', title: 'an exponent', unit: '', better: 'less', hasRatio: false },
  ],
  samples: {
    time: { ours: [1, 2, 3], upstream: [2, 2, null], before: [4, 4, 4] },
    rate: { ours: [500, null, 100], upstream: [100, 100, 100] },
    exponent: { ours: [1, 1, 1], upstream: [2, 2, 2] },
  },
  failures: [],
};
const RESULTS = {
  machine: { processor: 'CPU', cores: 2, memoryGib: 4, system: 'linux 6' },
  node: 'v20',
  upstream: '1.2.3',
  groups: { g: GROUP },
};

const rows = (thresholds = {}): Row[] => rowsOf('g', GROUP, thresholds);
const row = (name: string, thresholds = {}): Row | undefined =>
  rows(thresholds).find(({ id }) => id === `g.${name}`);

describe('rowsOf', () => {
  test('has the ratio of the medians and the extremes of the rounds that both targets have', () => {
    expect(row('time')?.ratios.ours).toEqual({ value: 1, min: 0.5, max: 1 });
    expect(row('rate')?.ratios.ours).toEqual({ value: 5, min: 1, max: 5 });
  });

  test('has a row for a figure that failed and none for one that was not asked for', () => {
    expect(rows().map(({ id }) => id)).toEqual(['g.time', 'g.rate', 'g.failed', 'g.exponent']);
    expect(row('failed')?.ratios.ours).toBeUndefined();
  });

  test('has no ratio of a figure that says how something grows', () => {
    expect(row('exponent')?.ratios.ours).toBeUndefined();
  });

  test.each([
    ['time', { ratio: { max: 1 } }, true],
    ['time', { ratio: { max: 0.9 } }, false],
    ['rate', { ratio: { min: 5 } }, true],
    ['rate', { ratio: { min: 5.1 } }, false],
    ['time', { ours: { max: 2 } }, true],
    ['time', { ours: { max: 1.9 } }, false],
    ['failed', { ratio: { max: 1 } }, false],
  ])('says of %s with the goal %j: met %s', (name, goal, isMet) => {
    expect(row(name, { [`g.${name}`]: goal })?.isMet).toBe(isMet);
  });
});

test('judge tells goals that are met, missed and without a figure, of the groups that were measured', () => {
  const { met, missed, unmeasured } = judge(RESULTS, {
    'g.time': { ratio: { max: 1 } },
    'g.rate': { ratio: { min: 9 } },
    'g.none': { ratio: { min: 1 } },
    'other.time': { ratio: { min: 1 } },
  });
  expect(met.map(({ id }: Row) => id)).toEqual(['g.time']);
  expect(missed.map(({ id }: Row) => id)).toEqual(['g.rate']);
  expect(unmeasured).toEqual(['g.none']);
});

test('standing counts a ratio within 5 % of 1 as even, whichever way is better', () => {
  expect(standing(RESULTS, {})).toEqual({ all: 2, ahead: 1, even: 1, behind: 0 });
});

test('tableOf shows figures, ratios with their spread, goals, and further targets beside upstream', () => {
  const lines = tableOf('g', GROUP, { 'g.rate': { ratio: { min: 5 } } }).split('\n');
  const cells = (line = '') => line.split('|').map((cell: string) => cell.trim());
  expect(lines[0]).toBe('### A group');
  expect(cells(lines[4]).slice(1, -1)).toEqual([
    'a time',
    'ms',
    'less',
    '2',
    '2',
    '1 (0.5–1)',
    '',
    '',
    '4 (2)',
  ]);
  expect(cells(lines[5]).slice(6, 9)).toEqual(['5 (1–5)', '≥ 5', 'met']);
  expect(cells(lines[6]).slice(4, 7)).toEqual(['–', '–', '–']);
});

describe('plotOf', () => {
  const plot: string = plotOf(RESULTS, { 'g.rate': { ratio: { min: 5 } } }, 'caption');
  const circles = [...plot.matchAll(/circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  const lineAtOne = Number(/x1="([\d.]+)"[^>]*stroke="#222222"/.exec(plot)?.[1]);

  test('has a point for each ratio, right of the line at 1 if ours is ahead', () => {
    expect(circles).toHaveLength(2);
    expect(circles[0]).toBeCloseTo(lineAtOne);
    expect(circles[1]).toBeGreaterThan(lineAtOne);
  });

  test('marks goals and escapes what is markup', () => {
    expect(plot.match(/<path /g)).toHaveLength(1);
    expect(plot).toContain('a rate &lt; 5');
  });
});

test('slope is the exponent of a power law', () => {
  const points = [10, 100, 1000].map((x) => [x, 3 * x ** 1.5]);
  expect(slope(points)).toBeCloseTo(1.5);
});

describe('docs/performance.md', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const thresholds = JSON.parse(read('bench/thresholds.json'));

  test('keeps what is around the figures when they are replaced', () => {
    const document = 'before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter';
    expect(replaceFigures(document, 'new')).toBe(
      'before\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nafter',
    );
    expect(() => replaceFigures('nothing', 'new')).toThrow('lacks');
  });

  test('has the figures of docs/performance/results.json', () => {
    const results = JSON.parse(read('docs/performance/results.json'));
    const document = read('docs/performance.md');
    const squeeze = (text: string) => text.replaceAll(/[ -]+/g, ' ');
    expect(squeeze(document)).toContain(squeeze(figuresOf(results, thresholds)));
  });

  test('has a figure for every goal of the groups that were measured', () => {
    const results = JSON.parse(read('docs/performance/results.json'));
    expect(judge(results, thresholds).unmeasured).toEqual([]);
  });
});
