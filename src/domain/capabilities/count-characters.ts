/** How many code points a text has; a surrogate that stands alone counts as one. */
export const codePointLength = (text: string): number => {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
};
