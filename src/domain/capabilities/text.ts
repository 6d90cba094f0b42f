/** Unicode White_Space; unlike `\s`, it excludes the byte order mark and includes U+0085. */
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Trims the text and replaces each run of white space by one space. */
export const collapseWhitespace = (text: string): string =>
  text
    .split(WHITE_SPACE)
    .filter((word) => word !== '')
    .join(' ');

/** The number of code points; a lone surrogate counts as one. */
export const codePointLength = (text: string): number => {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
};
