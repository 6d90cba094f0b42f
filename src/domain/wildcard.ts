/**
 * Whether all of `text` matches `pattern`, ignoring case: `*` is any run of characters, `?` any one
 * character, all else literal (docs/protocol.md section 6.2). Runs in at most the product of both lengths.
 */
export const matchesWildcard = (pattern: string, text: string): boolean => {
  const glob = lowerCharacters(pattern);
  const name = lowerCharacters(text);
  let g = 0;
  let n = 0;
  let star = -1;
  let restart = 0;
  while (n < name.length) {
    if (glob[g] === '*') {
      star = g;
      restart = n;
      g += 1;
    } else if (glob[g] === '?' || glob[g] === name[n]) {
      g += 1;
      n += 1;
    } else if (star >= 0) {
      g = star + 1;
      restart += 1;
      n = restart;
    } else {
      return false;
    }
  }
  while (glob[g] === '*') {
    g += 1;
  }
  return g === glob.length;
};

/** By code point, since a lower-case character may take more code units than its upper-case form. */
const lowerCharacters = (text: string): string[] =>
  Array.from(text, (character) => character.toLowerCase());
