/**
 * What Unicode calls white space, as upstream trims it: with U+0085, and without the byte order mark, unlike
 * `String.prototype.trim`.
 */
const WHITE_SPACE =
  '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const AT_START = new RegExp(`^[${WHITE_SPACE}]+`);
const LAST_VISIBLE = new RegExp(`[^${WHITE_SPACE}]`);

export const trim = (text: string): string => trimEnd(text.replace(AT_START, ''));

export const trimEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && !LAST_VISIBLE.test(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
};
