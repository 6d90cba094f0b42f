import { describe, expect, test } from '@jest/globals';
import { TerminalModes } from '../../../src/cli/terminal/terminal-modes.js';

const modesAfter = (...chunks: readonly string[]): TerminalModes => {
  const modes = new TerminalModes();
  for (const chunk of chunks) {
    modes.observe(Buffer.from(chunk));
  }
  return modes;
};

/** As vim starts: alternate screen, application cursor keys, keypad, bracketed paste, hidden cursor. */
const VIM = '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[?2004h\x1b[?25l';

describe('TerminalModes', () => {
  test('resets every mode that was changed, the last one first', () => {
    expect(modesAfter(VIM).reset()).toBe('\x1b[?25h\x1b[?2004l\x1b>\x1b[?1l\x1b[?1049l');
  });

  test('restores every mode that was changed', () => {
    expect(modesAfter(VIM).restore()).toBe('\x1b[?1049h\x1b[?1h\x1b=\x1b[?2004h\x1b[?25l');
  });

  test('a mode that was set back needs neither', () => {
    const modes = modesAfter(VIM, '\x1b[?25h\x1b[?2004l\x1b>\x1b[?1l\x1b[?1049l');
    expect([modes.reset(), modes.restore()]).toEqual(['', '']);
  });

  test('finds a sequence wherever chunks divide it', () => {
    const sequence = '\x1b[?1002;1006h';
    for (let at = 0; at <= sequence.length; at += 1) {
      expect(modesAfter(`a${sequence.slice(0, at)}`, `${sequence.slice(at)}b`).reset()).toBe(
        '\x1b[?1006l\x1b[?1002l',
      );
    }
  });

  test('knows the alternate screen', () => {
    expect(modesAfter('plain').isAlternateScreen).toBe(false);
    expect(modesAfter(VIM).isAlternateScreen).toBe(true);
    expect(modesAfter(VIM, '\x1b[?1049l').isAlternateScreen).toBe(false);
  });

  test('is the same after JSON', () => {
    const read = new TerminalModes(JSON.parse(JSON.stringify(modesAfter(VIM))));
    expect(read.restore()).toBe(modesAfter(VIM).restore());
  });
});
