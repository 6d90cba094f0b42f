import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseScanned, scanJson } from '../../../../src/adapters/json-rpc/envelope/scan-json.js';
import { propertyRuns } from '../../../properties/property-runs.js';
import { anyText } from '../any-text.js';

const escaped = (key: string): string =>
  `"${[...Array(key.length).keys()]
    .map((index) => `\\u${key.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('')}"`;

/** A map with distinct keys, and where to put the second one of one of them. */
const anyEntries = fc.uniqueArray(fc.tuple(anyText(5), fc.jsonValue({ maxDepth: 2 })), {
  selector: ([key]) => key,
  minLength: 1,
  maxLength: 6,
});

/** What may stand around a value, within the bounds of depth. */
const anyWrapping = fc.array(
  fc.constantFrom<[string, string]>(
    ['[', ']'],
    ['[{},"a",[1],', ',{"a":1}]'],
    ['{"a":', '}'],
    ['{"b":{"a":1},"a" : ', ',"c":[{"a":1}]}'],
  ),
  { maxLength: 10 },
);

const wrap = (text: string, wrapping: readonly [string, string][]): string =>
  wrapping.reduce((inner, [before, after]) => before + inner + after, text);

const parse = (text: string): unknown => parseScanned(text, scanJson(text));

describe('scanJson', () => {
  test.each(['"\\ud800"', '"\\uDFFF"', '{"a\\udc00b":1}', '["\\ud83d","\\ude00"]'])(
    'rejects a lone surrogate: %s',
    (text) => {
      expect(() => scanJson(text)).toThrow('a lone surrogate');
    },
  );

  test.each(['"\\ud83d\\ude00"', '{"a\\ud83d\\ude00":"\\\\ud800"}', '"\\uD7FF\\uE000"'])(
    'accepts whole characters, escaped or not: %s',
    (text) => {
      expect(() => scanJson(text)).not.toThrow();
    },
  );

  test('accepts everything that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 1, '\t'), (value, space) => {
        expect(parse(JSON.stringify(value, undefined, space))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
      propertyRuns(1000),
    );
  });

  test('accepts distinct keys, escaped or not, at any depth', () => {
    fc.assert(
      fc.property(anyEntries, anyWrapping, (entries, wrapping) => {
        const members = entries.map(([key, value]) => `${escaped(key)}:${JSON.stringify(value)}`);
        expect(() => parse(wrap(`{${members.join(',')}}`, wrapping))).not.toThrow();
      }),
    );
  });

  test('rejects a duplicate key, escaped or not, at any depth', () => {
    fc.assert(
      fc.property(
        anyEntries,
        anyWrapping,
        fc.nat(),
        fc.nat(),
        (entries, wrapping, which, where) => {
          const members = entries.map(
            ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
          );
          const [key = ''] = entries[which % entries.length] ?? [];
          members.splice(where % (members.length + 1), 0, `${escaped(key)}:null`);
          expect(() => parse(wrap(`{${members.join(',')}}`, wrapping))).toThrow(
            new SyntaxError(`duplicate JSON object key \`${key}\``),
          );
        },
      ),
      propertyRuns(500),
    );
  });

  test('throws only SyntaxError for any text', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u006 1\n'), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(hostile, anyText()), (text) => {
        try {
          parse(text);
        } catch (error) {
          if (!(error instanceof SyntaxError)) {
            throw error;
          }
        }
      }),
      propertyRuns(5000),
    );
  });

  test.each([
    ['{"id":12}', '12'],
    ['{ "id"\n:\t-9223372036854775808 }', '-9223372036854775808'],
    ['{"a":{"id":1},"id":9007199254740993}', '9007199254740993'],
    ['{"i\\u0064":12}', '12'],
    ['{"id":-0}', '-0'],
    ['{"id":1.5}', undefined],
    ['{"id":12.0}', undefined],
    ['{"id":12e1}', undefined],
    ['{"id":12E1}', undefined],
    ['{"id":"12"}', undefined],
    ['{"a":{"id":1}}', undefined],
    ['[{"id":1}]', undefined],
    ['{"a":"id","b":["id",1]}', undefined],
  ])('returns the digits of an integer id in %s', (text, numericId) => {
    expect(scanJson(text).numericId).toBe(numericId);
  });

  const SIZE = 250_000;
  const hostile: Record<string, string> = {
    backslashes: '\\'.repeat(4 * SIZE),
    'a string of backslashes': `"${'\\\\'.repeat(2 * SIZE)}"`,
    'a string of backslashes without end': `"${'\\'.repeat(4 * SIZE)}`,
    'a string of escaped quotes': `"${'\\"'.repeat(2 * SIZE)}"`,
    'a key of escaped quotes': `{"${'\\"'.repeat(2 * SIZE)}":1}`,
    quotes: '"'.repeat(4 * SIZE),
    'quotes behind a brace': `{${'"'.repeat(4 * SIZE)}`,
    'opened maps': '{"a":'.repeat(SIZE),
    'opened lists': '['.repeat(4 * SIZE),
    'closed lists': ']'.repeat(4 * SIZE),
    commas: `{${','.repeat(4 * SIZE)}`,
    'an id behind much space': `{"id"${' '.repeat(4 * SIZE)}:1}`,
    'ids without colons': '{"id"    }'.repeat(SIZE / 2),
    'an id of many digits': `{"id":${'1'.repeat(4 * SIZE)}}`,
    'the same key many times': `{${'"key":0,'.repeat(SIZE)}"key":0}`,
    'a last key that is there twice': `{${Array.from({ length: SIZE / 5 }, (_, key) => `"key-${key}":0,`).join('')}"key-0":0}`,
    'many keys': `{${Array.from({ length: SIZE / 5 }, (_, key) => `"key-${key}":0`).join()}}`,
  };

  test.each(Object.entries(hostile))('takes time linear in the length of %s', (_, text) => {
    const start = performance.now();
    try {
      parse(text);
    } catch (error) {
      expect(error).toBeInstanceOf(SyntaxError);
    }
    // Linear: milliseconds, a second beside other work. Quadratic: minutes.
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
