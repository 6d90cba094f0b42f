import { expect, test } from '@jest/globals';
import { ProgressBar } from '../../../src/cli/terminal/progress-bar.js';

test('ProgressBar shows the part and the bytes, at most ten times a second, and goes away', () => {
  const written: string[] = [];
  const bar = new ProgressBar(4_000_000, (text) => written.push(text));
  const nowMs = performance.now();
  bar.show(1_000_000, nowMs + 1000);
  bar.show(2_000_000, nowMs + 1050);
  bar.show(4_000_000, nowMs + 2000);
  bar.end();
  expect(written).toHaveLength(3);
  expect(written[0]).toContain(`[${'#'.repeat(8)}${'.'.repeat(22)}]  25 %  1.0 MB`);
  expect(written[1]).toContain(`[${'#'.repeat(30)}] 100 %  4.0 MB`);
  expect(written[2]).toBe('\r\x1b[K');
});

test('ProgressBar of nothing is full', () => {
  const written: string[] = [];
  new ProgressBar(0, (text) => written.push(text)).show(0);
  expect(written[0]).toContain('100 %');
});
