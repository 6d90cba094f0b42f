import { describe, expect, test } from '@jest/globals';
import { EncodedJson } from '../../../src/adapters/json-rpc/encoded-json.js';

describe('JSON that is at hand', () => {
  test('stands between other text as it is, byte by byte', () => {
    const json = new EncodedJson('{"a":"', 'b'.repeat(100_000), '"}');
    const message = json.within('{"id":"é😀","result":', '}');
    expect(message.toString('utf8')).toBe(`{"id":"é😀","result":{"a":"${'b'.repeat(100_000)}"}}`);
  });

  test('may be nothing', () => {
    expect(new EncodedJson().within('', '')).toHaveLength(0);
  });
});
