import { SpawnFailed } from '../../domain/errors.js';
import { describeOsError } from '../../protocol/os-errors.js';
import { errorCode } from './errno.js';

interface Shortage {
  readonly code: string;
  /** The texts of Node and of the C library. */
  readonly text: RegExp;
  readonly detail: string;
}

/** Temporary shortages of the system: neither program nor directory, nor a sandbox is at fault. */
const SHORTAGES: readonly Shortage[] = [
  {
    code: 'EAGAIN',
    text: /EAGAIN|Resource temporarily unavailable/,
    detail: 'no more processes can be made',
  },
  {
    code: 'ENOMEM',
    text: /ENOMEM|Cannot allocate memory/,
    detail: 'not enough memory to start a process',
  },
  {
    code: 'EMFILE',
    text: /EMFILE|Too many open files(?! in system)/,
    detail: 'the server has too many files open',
  },
  {
    code: 'ENFILE',
    text: /ENFILE|Too many open files in system/,
    detail: 'the system has too many files open',
  },
];

/**
 * The error for a client when a resource is short; undefined for any other fault.
 *
 * @param fault an error of Node or execa, or the text that a program printed.
 */
export const shortageOf = (fault: unknown): SpawnFailed | undefined => {
  const code = typeof fault === 'string' ? undefined : errorCode(fault);
  const shortage = SHORTAGES.find((known) =>
    typeof fault === 'string' ? known.text.test(fault) : known.code === code,
  );
  return shortage && new SpawnFailed(`${describeOsError(shortage.code)}: ${shortage.detail}`);
};
