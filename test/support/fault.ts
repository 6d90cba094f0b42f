import { expect } from '@jest/globals';
import type { ErrorCode } from '../../src/domain/errors.js';

/** Matches an expected failure by its code and its whole message. */
export const fault = (code: ErrorCode, message: string): unknown =>
  expect.objectContaining({ code, message });
