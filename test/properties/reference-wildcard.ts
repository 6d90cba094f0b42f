/** The wildcards of docs/protocol.md section 6.2 as a regular expression. */
export const referenceWildcard = (pattern: string): RegExp => {
  const parts = [...pattern].map((character) => {
    if (character === '*') {
      return '.*';
    }
    if (character === '?') {
      return '.';
    }
    return /[\w\s]/u.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^${parts.join('')}$`, 'isu');
};
