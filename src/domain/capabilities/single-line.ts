/** What Unicode calls white space; unlike `\s`, without the byte order mark and with U+0085. */
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The words of a text with one space between them. */
export const collapseWhitespace = (text: string): string =>
  text
    .split(WHITE_SPACE)
    .filter((word) => word !== '')
    .join(' ');
