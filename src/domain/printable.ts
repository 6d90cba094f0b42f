const MOST_CHARACTERS = 200;

/** Control, format and private characters, halves of pairs, and what ends a line. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A stranger's text as a line of the log may show it: bounded, and with nothing that moves a cursor or hides. */
export const printable = (text: string): string =>
  (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text).replace(
    UNPRINTABLE,
    '\uFFFD',
  );
