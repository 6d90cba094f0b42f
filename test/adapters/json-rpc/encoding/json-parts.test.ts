import { describe, expect, test } from '@jest/globals';
import { JsonParts } from '../../../../src/adapters/json-rpc/encoding/json-parts.js';
import { SpareBuffer } from '../../../../src/adapters/shared/spare-buffer.js';

describe('JsonParts', () => {
  test('writes ready JSON unchanged between other text', () => {
    const json = new JsonParts('{"a":"', 'b'.repeat(100_000), '"}');
    const message = json.wrap('{"id":"é😀","result":', '}', new SpareBuffer());
    expect(message.toString()).toBe(`{"id":"é😀","result":{"a":"${'b'.repeat(100_000)}"}}`);
  });

  test.each([0, 1, 2, 3, 2047, 2048, 49_151, 49_152, 49_153, 1_048_576])(
    'writes %d bytes as base64',
    (length) => {
      const bytes = Buffer.alloc(length).map((_, index) => (index * 7919) >> 3) as Buffer;
      const message = new JsonParts('{"a":"', bytes, '"}').wrap('[', ']', new SpareBuffer());
      expect(message.toString() === `[{"a":"${bytes.toString('base64')}"}]`).toBe(true);
    },
  );

  test('keeps the order of short and long bytes and of text', () => {
    const [short, long] = [Buffer.from('short'), Buffer.alloc(2000, 'long')];
    const message = new JsonParts('[', short, ',', long, ',', short, short, ']').wrap(
      '<',
      '>',
      new SpareBuffer(),
    );
    const [one, two] = [short.toString('base64'), long.toString('base64')];
    expect(message.toString()).toBe(`<[${one},${two},${one}${one}]>`);
  });

  test('makes text of what is short', () => {
    expect(new JsonParts('"', Buffer.from('short'), '"').wrap('<', '>', new SpareBuffer())).toBe(
      '<"c2hvcnQ=">',
    );
  });

  test('may be empty', () => {
    expect(new JsonParts().wrap('', '', new SpareBuffer())).toHaveLength(0);
  });
});
