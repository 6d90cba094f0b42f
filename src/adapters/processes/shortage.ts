import { errorCode } from './error-code.js';

/** What the system may be short of for a while: it passes by itself, and no program or directory is at fault. */
const SHORTAGES: Readonly<Record<string, string>> = {
  EAGAIN: 'no more processes can be made',
  EMFILE: 'the server has too many files open',
  ENFILE: 'the system has too many files open',
  ENOMEM: 'not enough memory to start a process',
};

/** In plain words what the system is short of; undefined for an error of another kind. */
export const shortage = (error: unknown): string | undefined => SHORTAGES[errorCode(error) ?? ''];
