import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Types that ports share, and no ports. */
const NO_PORTS = ['answer', 'client-notification', 'file-system'];
/** The suites with another name. */
const SUITES: Readonly<Record<string, string>> = {
  'file-system-provider': 'file-system',
  'process-runner': 'processes/process-runner',
  metrics: 'telemetry/metrics',
  tracing: 'telemetry/tracing',
};

const ports = readdirSync('src/application/ports', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((port) => !NO_PORTS.includes(port));

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(join('test', path), 'utf8'));

describe('Every port has a contract suite that a test runs and docs/testing.md names', () => {
  test.each([...ports, 'message-transport'])('%s', (port) => {
    const suite = `${SUITES[port] ?? port}-contract`;
    expect(existsSync(`test/contracts/${suite}.ts`)).toBe(true);
    expect(tests.some((text) => text.includes(`/contracts/${suite}.js'`))).toBe(true);
    const type = basename(SUITES[port] ?? port).replace(/(?:^|-)(.)/g, (_, first: string) =>
      first.toUpperCase(),
    );
    expect(readFileSync('docs/testing.md', 'utf8')).toContain(`| \`${type}\` `);
  });
});
