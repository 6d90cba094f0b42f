import { SpawnFailed } from '../../domain/errors.js';
import { SHORTAGES } from '../../domain/shortages.js';
import { describeOsError } from '../../protocol/os-errors.js';

/** Each as Node and as the C library say it. */
const SAID: readonly (readonly [code: string, text: RegExp])[] = [
  ['EAGAIN', /EAGAIN|Resource temporarily unavailable/],
  ['ENOMEM', /ENOMEM|Cannot allocate memory/],
  ['EMFILE', /EMFILE|Too many open files(?! in system)/],
  ['ENFILE', /ENFILE|Too many open files in system/],
];

/** What to tell of a text in which a shortage is told; undefined when none is. It says nothing about sandboxes. */
export const shortageIn = (text: string): SpawnFailed | undefined => {
  const code = SAID.find(([, said]) => said.test(text))?.[0];
  if (code === undefined) return undefined;
  return new SpawnFailed(`${describeOsError(code)}: ${SHORTAGES[code]}`);
};

/** Always throws: what a shortage is in plain words, and any other error as it is. */
export const explainShortage = (error: unknown): never => {
  const { code } = error as NodeJS.ErrnoException;
  throw (typeof code === 'string' ? shortageIn(code) : undefined) ?? error;
};
