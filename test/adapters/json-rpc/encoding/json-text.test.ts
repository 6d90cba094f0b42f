import { expect, test } from '@jest/globals';
import { asciiJson } from '../../../../src/adapters/json-rpc/encoding/json-text.js';

test.each(['', 'plain', '"\\\n\u0000', 'é', '€', '\u{1f600}', '\ud800'])(
  '%j is the same text',
  (text) => {
    expect(asciiJson(text)).toMatch(/^[ -~]*$/);
    expect(JSON.parse(asciiJson(text))).toBe(text);
  },
);
