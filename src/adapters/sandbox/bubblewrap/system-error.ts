import { SpawnFailed } from '../../../domain/errors.js';
import { SHORTAGES } from '../../../domain/processes/resource-shortages.js';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { describeOsError } from '../../../protocol/os-errors.js';

/** The texts of each error in Node and in the C library. */
const ERROR_TEXTS: readonly (readonly [code: string, text: RegExp])[] = [
  ['EAGAIN', /EAGAIN|Resource temporarily unavailable/],
  ['ENOMEM', /ENOMEM|Cannot allocate memory/],
  ['EMFILE', /EMFILE|Too many open files(?! in system)/],
  ['ENFILE', /ENFILE|Too many open files in system/],
];

/**
 * The error for a text that reports a resource shortage; undefined for any other text. It is not about sandboxes,
 * since one could be created otherwise.
 */
export const shortageIn = (text: string): SpawnFailed | undefined => {
  const code = ERROR_TEXTS.find(([, pattern]) => pattern.test(text))?.[0];
  if (code === undefined) {
    return undefined;
  }
  return new SpawnFailed(`${describeOsError(code)}: ${SHORTAGES[code]}`);
};

/**
 * Always throws: a shortage as {SpawnFailed}, any other system error as {SandboxRefused}, and every other error
 * unchanged.
 */
export const explainSystemError = (error: unknown): never => {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || syscall === undefined) {
    throw error;
  }
  throw (
    shortageIn(code) ??
    new SandboxRefused(
      `sandbox files cannot be created or read (${syscall}: ${describeOsError(code)}); the server ` +
        'keeps its own in the directory that TMPDIR names',
    )
  );
};
