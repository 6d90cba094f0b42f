/**
 * `errno` names of temporary shortages of the system, with a plain description: neither program nor directory
 * is at fault.
 */
export const SHORTAGES: Readonly<Record<string, string>> = {
  EAGAIN: 'no more processes can be made',
  EMFILE: 'the server has too many files open',
  ENFILE: 'the system has too many files open',
  ENOMEM: 'not enough memory to start a process',
};
