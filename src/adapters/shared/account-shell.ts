import { userInfo } from 'node:os';

/**
 * The login shell of the daemon's account; empty where there is no account, as in many containers, or no shell.
 *
 * @param readShell - may throw: the user has no account entry
 */
export const accountShell = (readShell: () => string | null = () => userInfo().shell): string => {
  try {
    return readShell() ?? '';
  } catch {
    return '';
  }
};
