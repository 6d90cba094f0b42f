import { trim, trimEnd } from './white-space.js';

/** Punctuation and blanks that models write as ASCII. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u2018-\u201b]/g, "'"],
  [/[\u201c-\u201f]/g, '"'],
  [/[\u00a0\u2002-\u200a\u202f\u205f\u3000]/g, ' '],
];

const toAscii = (text: string): string =>
  REPLACEMENTS.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    trim(text),
  );

/** In the order in which they are tried, each over the whole file. */
const COMPARISONS = [(text: string): string => text, trimEnd, trim, toAscii];

/**
 * The index of the first place, at `start` or later, where `lines` has `wanted`; with `isAtEnd` only its end is
 * tried. Lines that differ in white space around them, then in punctuation, are taken where none are equal.
 */
export const findLines = (
  lines: readonly string[],
  wanted: readonly string[],
  start: number,
  isAtEnd: boolean,
): number | undefined => {
  if (wanted.length === 0) {
    return start;
  }
  const last = lines.length - wanted.length;
  const first = isAtEnd ? Math.max(last, start) : start;
  for (const compared of COMPARISONS) {
    const sought = wanted.map(compared);
    const there = lines.map((line, index) => (index < first ? '' : compared(line)));
    for (let index = first; index <= last; index += 1) {
      if (sought.every((line, offset) => line === there[index + offset])) {
        return index;
      }
    }
  }
  return undefined;
};
