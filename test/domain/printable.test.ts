import { expect, test } from '@jest/globals';
import { printable } from '../../src/domain/printable.js';

test.each([
  ['an ordinary text', 'codex-tui ü 漢 🙂', 'codex-tui ü 漢 🙂'],
  [
    'lines and escapes',
    'a\r\nb\u001b[2J\u0007\u0085\u2028',
    'a\uFFFD\uFFFDb\uFFFD[2J\uFFFD\uFFFD\uFFFD',
  ],
  ['what turns the writing around or hides', 'a\u202eb\u200bc\ufeff', 'a\uFFFDb\uFFFDc\uFFFD'],
  ['half a pair', 'a\ud83d', 'a\uFFFD'],
])('%s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a long text is cut, also within a pair', () => {
  expect(printable('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}…`);
  expect(printable(`${'x'.repeat(199)}🙂y`)).toBe(`${'x'.repeat(199)}\uFFFD…`);
});
