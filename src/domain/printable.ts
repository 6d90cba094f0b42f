const MAX_CHARACTERS = 200;

/**
 * Control, format, private-use and unassigned characters, lone surrogates, and line and paragraph separators.
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Text of a client made safe for a log line: at most 200 characters, none that moves the cursor or is
 * invisible.
 */
export const printable = (text: string): string =>
  (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text).replace(
    UNPRINTABLE,
    '\uFFFD',
  );
