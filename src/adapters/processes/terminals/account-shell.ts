import { userInfo } from 'node:os';

/** The login shell of the daemon's account; `/bin/sh` where the account has none. */
export const accountShell = (): string => {
  try {
    return userInfo().shell || '/bin/sh';
  } catch {
    return '/bin/sh';
  }
};
