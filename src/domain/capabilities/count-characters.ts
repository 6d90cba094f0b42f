/** The number of code points; a lone surrogate counts as one. */
export const codePointLength = (text: string): number => {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
};
