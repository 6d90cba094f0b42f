import { describe, expect, test } from '@jest/globals';
import { MissingOutput } from '../../../src/cli/commands/missing-output.js';

const chunks = [{ seq: 0, stream: 'stdout', chunk: btoa('four') } as const];

describe('Missing output', () => {
  test('is what the server has dropped beyond what came', () => {
    const missing = new MissingOutput(0);
    expect(missing.warning({ afterSeq: 0, chunks })).toBeUndefined();
    expect(missing.warning({ afterSeq: 1, chunks, firstRetainedSeq: 3, droppedBytes: 9 })).toBe(
      '5 bytes from before are no longer kept',
    );
    expect(missing.warning({ afterSeq: 3, chunks, firstRetainedSeq: 4, droppedBytes: 13 })).toBe(
      undefined,
    );
    expect(missing.warning({ afterSeq: 4, chunks, firstRetainedSeq: 9, droppedBytes: 20 })).toBe(
      '3 bytes from before are no longer kept',
    );
  });

  test('has no count at first where the pages begin behind a number', () => {
    const missing = new MissingOutput(7);
    expect(missing.warning({ afterSeq: 7, chunks })).toBeUndefined();
    expect(missing.warning({ afterSeq: 8, chunks, firstRetainedSeq: 12, droppedBytes: 99 })).toBe(
      'some bytes from before are no longer kept',
    );
    expect(missing.warning({ afterSeq: 12, chunks, firstRetainedSeq: 15, droppedBytes: 105 })).toBe(
      '2 bytes from before are no longer kept',
    );
  });
});
