/**
 * Whether the whole of `text` fits `pattern`, whatever the case: `*` is any run of characters, `?` any
 * one, everything else itself (docs/protocol.md section 6.2). Takes at most the product of both lengths.
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

/** By code point, since lower case may take more code units than upper case. */
const lowerCharacters = (text: string): string[] =>
  Array.from(text, (character) => character.toLowerCase());
