import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchesWildcard } from '../../src/domain/wildcard.js';
import { propertyRuns } from './property-runs.js';
import { referenceWildcard } from './reference-wildcard.js';

/** Two letters most of the time, so that a pattern often nearly fits. */
const letter = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('a', 'b') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('A', 'B', '_', '.', '[', ']', '\\', '^', '+', '\n', 'é', 'É'),
  },
);
const text = fc.string({ unit: letter, maxLength: 8 });
const pattern = fc.string({
  unit: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('*', '*', '?') },
    { weight: 2, arbitrary: letter },
  ),
  maxLength: 6,
});
/** A text that fits the pattern at first sight: `*` and `?` filled in, in whatever case. */
const filled = fc
  .tuple(pattern, fc.infiniteStream(text), fc.boolean())
  .map(([glob, runs, upper]) => {
    const parts = [...glob].map((character) => {
      if (character === '*') {
        return runs.next().value;
      }
      if (character === '?') {
        return runs.next().value[0] ?? 'x';
      }
      return character;
    });
    return { glob, name: upper ? parts.join('').toUpperCase() : parts.join('').toLowerCase() };
  });

test('matchesWildcard agrees with the equivalent regular expression', () => {
  fc.assert(
    fc.property(pattern, text, (glob, name) => {
      expect(matchesWildcard(glob, name)).toBe(referenceWildcard(glob).test(name));
    }),
    propertyRuns(300),
  );
});

test('matchesWildcard matches every text made from the pattern', () => {
  fc.assert(
    fc.property(filled, ({ glob, name }) => {
      expect(matchesWildcard(glob, name)).toBe(true);
    }),
    propertyRuns(300),
  );
});

test('matchesWildcard agrees with the regular expression for texts one character short or long', () => {
  fc.assert(
    fc.property(filled, fc.nat(50), letter, ({ glob, name }, at, extra) => {
      const cut = at % (name.length + 1);
      const shorter = name.slice(0, cut) + name.slice(cut + 1);
      const longer = name.slice(0, cut) + extra + name.slice(cut);
      for (const near of [shorter, longer]) {
        expect(matchesWildcard(glob, near)).toBe(referenceWildcard(glob).test(near));
      }
    }),
    propertyRuns(300),
  );
});
