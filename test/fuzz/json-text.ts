import fc from 'fast-check';

/** Beyond the depth that the daemon takes, and beyond what recursion in it would. */
const DEPTHS = [2, 127, 128, 129, 1000, 20_000];
const LONG_BYTES = 100_000;

const odd = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);

const numbers = odd(
  '0',
  '-0',
  '-1',
  '1.0',
  '1.5',
  '1e2',
  '1e400',
  '9007199254740993',
  '9223372036854775807',
  '18446744073709551615',
  '18446744073709551616',
  `1${'0'.repeat(400)}`,
);

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text)),
  odd('""', '"__proto__"', '"constructor"', '"\\u0000"', '"\\ud800"', '"\\udfff\\ud800"', '"AAA="'),
  fc.constant(`"${'x'.repeat(LONG_BYTES)}"`),
);

/** Names that a careless server would look up in a prototype, besides ordinary ones. */
const keys = fc.oneof(
  odd(
    '"__proto__"',
    '"constructor"',
    '"prototype"',
    '"toString"',
    '"length"',
    '"then"',
    '"toJSON"',
  ),
  fc.string({ maxLength: 6 }).map((text) => JSON.stringify(text)),
);

const deep = fc
  .constantFrom(...DEPTHS)
  .chain((depth) =>
    odd(
      '['.repeat(depth) + ']'.repeat(depth),
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      '['.repeat(depth),
    ),
  );

const joined = (items: readonly string[]): string => items.join(',');

/** The text of any JSON value, well-formed or nearly so; also what `JSON.stringify` never writes. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 60, arbitrary: fc.oneof(odd('null', 'true', 'false', '{}', '[]'), numbers) },
    { weight: 40, arbitrary: strings },
    {
      weight: 20,
      arbitrary: fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${joined(items)}]`),
    },
    {
      weight: 20,
      // Keys may well come twice.
      arbitrary: fc
        .array(
          fc.tuple(keys, tie('value')).map(([key, value]) => `${key}:${value}`),
          { maxLength: 4 },
        )
        .map((members) => `{${joined(members)}}`),
    },
    { weight: 1, arbitrary: deep },
  ),
})).value;
