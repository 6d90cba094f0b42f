import { SpawnFailed } from '../../../domain/errors.js';
import { SHORTAGES } from '../../../domain/processes/resource-shortages.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { describeOsError } from '../../../protocol/os-errors.js';

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
  if (code === undefined) {
    return undefined;
  }
  return new SpawnFailed(`${describeOsError(code)}: ${SHORTAGES[code]}`);
};

/**
 * Always throws: a shortage in plain words, what else the system refuses as the reason why there is no sandbox, and
 * any other error as it is.
 */
export const explainSystemError = (error: unknown): never => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || syscall === undefined) {
    throw error;
  }
  throw (
    shortageIn(code) ??
    new SandboxRefused(
      `files that it needs cannot be made or read (${syscall}: ${describeOsError(code)}); those of the server are ` +
        'where TMPDIR says',
    )
  );
};
