import fc from 'fast-check';
import { jsonText } from './json-text.js';

/** The text of one parameter. */
export type Text = fc.Arbitrary<string>;

/** Values of one parameter: those given, and now and then anything else. */
export const mostly = (...texts: readonly string[]): Text =>
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: jsonText });

/** For parameters of which an arbitrary value could do harm, or wait for ever. */
export const only = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
