import { expect, test } from '@jest/globals';
import { toAsciiJson } from '../../../../src/adapters/json-rpc/encoding/json-parts.js';

test.each(['', 'plain', '"\\\n\u0000', 'é', '€', '\u{1f600}', '\ud800'])(
  'toAsciiJson writes %j in ASCII, and JSON.parse reads it back',
  (text) => {
    expect(toAsciiJson(text)).toMatch(/^[ -~]*$/);
    expect(JSON.parse(toAsciiJson(text))).toBe(text);
  },
);
