import { describe, expect, test } from '@jest/globals';
import { ProcessReadParams } from '../../../../../src/adapters/json-rpc/params/processes/process-read-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

/** As it comes out of `JSON.parse`: the nearest double. */
const MAX_U64 = JSON.parse('18446744073709551615');

const anyNumber = {
  presence: 'nullable',
  kind: 'number',
  wrong: [-1, 0.5, 1e300, -1e-9],
  right: [0, 1, 2 ** 53, MAX_U64],
} as const;

describeParams(ProcessReadParams, { processId: 'p', afterSeq: 1, maxBytes: 2, waitMs: 3 }, [
  { name: 'processId', presence: 'required', kind: 'text' },
  { name: 'afterSeq', ...anyNumber },
  { name: 'maxBytes', ...anyNumber },
  { name: 'waitMs', ...anyNumber },
]);

describe('process/read command', () => {
  test.each([{ processId: 'p' }, { processId: 'p', afterSeq: null, maxBytes: null, waitMs: null }])(
    'reads all from the start without waiting for %j',
    (params) => {
      expect(readParams(ProcessReadParams, params).toCommand()).toEqual({
        processId: 'p',
        afterSeq: 0,
        maxBytes: undefined,
        waitMs: 0,
      });
    },
  );

  test('keeps maxBytes 0 apart from no maxBytes', () => {
    const params = { processId: 'p', maxBytes: 0 };
    expect(readParams(ProcessReadParams, params).toCommand().maxBytes).toBe(0);
  });
});
