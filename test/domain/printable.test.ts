import { expect, test } from '@jest/globals';
import { printable } from '../../src/domain/printable.js';

test.each([
  ['an ordinary text', 'codex-tui ü 漢 🙂', 'codex-tui ü 漢 🙂'],
  [
    'line breaks and escapes',
    'a\r\nb\u001b[2J\u0007\u0085\u2028',
    'a\uFFFD\uFFFDb\uFFFD[2J\uFFFD\uFFFD\uFFFD',
  ],
  ['bidirectional and zero-width characters', 'a\u202eb\u200bc\ufeff', 'a\uFFFDb\uFFFDc\uFFFD'],
  ['a lone surrogate', 'a\ud83d', 'a\uFFFD'],
])('printable replaces control and invisible characters in %s', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('printable cuts a text after 200 code units, within a surrogate pair too', () => {
  expect(printable('x'.repeat(1_000_000))).toBe(`${'x'.repeat(200)}…`);
  expect(printable(`${'x'.repeat(199)}🙂y`)).toBe(`${'x'.repeat(199)}\uFFFD…`);
});
