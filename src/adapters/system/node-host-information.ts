import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import type { HostDescription, HostInformation } from '../../application/ports/host-information.js';

/** What clients can build a command line for; an account may have anything, `nologin` included. */
const KNOWN_SHELLS = ['bash', 'zsh', 'sh'];
const FALLBACK_SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh'];

/** The daemon's own configuration, where its secrets lie among it: no process inherits that. */
const OWN_PREFIX = 'EXEC_SERVER_';

/** The host as Node sees it, read once. */
export class NodeHostInformation implements HostInformation {
  #description: HostDescription | undefined;

  describe(): HostDescription {
    this.#description ??= lookAround();
    return this.#description;
  }

  environment(): Readonly<Record<string, string>> {
    const inheritable = Object.entries(process.env).filter(
      ([name, value]) => value !== undefined && !name.startsWith(OWN_PREFIX),
    );
    return Object.fromEntries(inheritable) as Record<string, string>;
  }
}

const lookAround = (): HostDescription => {
  const shell = loginShell();
  return {
    shell: { name: basename(shell), path: shell },
    providerId: `sha256:${createHash('sha256').update(`exec-server ${machineId()}`).digest('hex')}`,
    cwd: process.cwd(),
    userHomeDir: homedir(),
    hostname: hostname(),
    platform: process.platform,
    temporaryDirectory: process.env.TMPDIR === '' ? undefined : process.env.TMPDIR,
  };
};

/** From the account database, not `$SHELL`; a shell of the system where the account has none of use. */
const loginShell = (): string => {
  const account = accountShell();
  const usable = KNOWN_SHELLS.includes(basename(account)) ? [account] : [];
  return [...usable, ...FALLBACK_SHELLS].find(isExecutable) ?? '/bin/sh';
};

const accountShell = (): string => {
  try {
    return userInfo().shell ?? '';
  } catch {
    // The account has no entry in the database, as in many containers.
    return '';
  }
};

const isExecutable = (path: string): boolean => {
  if (path === '') return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const machineId = (): string => {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim();
  } catch {
    return hostname();
  }
};
