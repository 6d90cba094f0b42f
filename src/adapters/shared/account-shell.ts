import { userInfo } from 'node:os';

/** The login shell of the daemon's account; empty where there is no account, as in many containers, or no shell. */
export const accountShell = (): string => {
  try {
    return userInfo().shell ?? '';
  } catch {
    return '';
  }
};
