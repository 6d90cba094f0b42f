import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { renderOptions } from '../../../scripts/docs/render-options.mjs';
import { GATEWAY } from '../../../src/main/gateway/gateway-command-line.js';
import { DAEMON } from '../../../src/main/options/command-line.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('docs/options.md is what `npm run docs:options` makes of the option definitions', () => {
  const [daemon, gateway] = [DAEMON.describe().options, GATEWAY.describe().options];
  expect(read('docs/options.md')).toBe(renderOptions(daemon, gateway));
});

test('docs/options.md has every option of --help but --help and --version', () => {
  const rows = [...read('docs/options.md').matchAll(/^\| `(?:-\w, )?(--[a-z0-9-]+)/gm)].map(
    ([, flag]) => flag,
  );
  const flags = [...DAEMON.describe().options, ...GATEWAY.describe().options].flatMap(
    ({ long, hidden }) => (hidden || long === '--version' ? [] : long),
  );
  expect([...new Set(rows)].sort()).toEqual([...new Set(flags)].sort());
});

test('--help has every option of docs/options.md with its variable and its default', () => {
  const help = DAEMON.describe().helpInformation() + GATEWAY.describe().helpInformation();
  const rows = [
    ...read('docs/options.md').matchAll(/^\| `(--[^`]+)` +\| `(\w+)` +\| (?:`([^`]*)`|off)? *\|/gm),
  ];
  expect(rows.length).toBeGreaterThan(30);
  for (const [, option = '', variable, normally] of rows) {
    const [flag = ''] = option.split(' ');
    const line = help.split('\n').find((text) => text.startsWith(`  ${flag} `)) ?? '';
    expect(line).toContain(
      `${normally === undefined ? '' : `default: ${normally}; `}env: ${variable})`,
    );
  }
});

/** What clients and operators are told names the option that allows more: `(--max-connections)`. */
test('The options in parentheses that the sources name are options of a program', () => {
  const flags = [...DAEMON.describe().options, ...GATEWAY.describe().options].map(
    ({ long }) => long,
  );
  const named = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...read(`src/${path}`).matchAll(/\((--[a-z0-9-]+)\)/g)])
    .map(([, flag]) => flag);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((flag) => !flags.includes(flag))).toEqual([]);
});
