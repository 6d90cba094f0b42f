import { basename } from 'node:path';
import { accountShell } from '../shared/account-shell.js';
import { isExecutable } from '../shared/is-executable.js';
import { candidatesOnPath } from '../shared/search-path.js';

/** Shells for which clients can build a command line; an account may have any other, `nologin` included. */
const KNOWN_SHELLS = ['bash', 'zsh', 'sh'];
const FALLBACK_SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh'];

/** What the choice of a login shell depends on. */
export interface ShellSource {
  /** Path from the account database; empty without one. */
  readonly account: string;
  /** `PATH` of the daemon. */
  readonly path: string;
  readonly isExecutable: (path: string) => boolean;
}

/** From the account database, not `$SHELL`; a system shell where the account's is not a known one. */
export const loginShell = (source: ShellSource = currentSource()): string => {
  const { account } = source;
  const usable = KNOWN_SHELLS.includes(basename(account)) ? [account] : [];
  const candidates = [...usable, ...candidatesOnPath(source.path, 'bash'), ...FALLBACK_SHELLS];
  return candidates.find(source.isExecutable) ?? '/bin/sh';
};

const currentSource = (): ShellSource => ({
  account: accountShell(),
  path: process.env.PATH ?? '',
  isExecutable,
});
