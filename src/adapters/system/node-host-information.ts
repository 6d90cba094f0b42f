import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import type { HostDescription, HostInformation } from '../../application/ports/host-information.js';
import { type HostDirectories, hostDirectories } from './host-directories.js';

/** What clients can build a command line for; an account may have anything, `nologin` included. */
const KNOWN_SHELLS = ['bash', 'zsh', 'sh'];
const FALLBACK_SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh'];

/** The daemon's own configuration, where its secrets lie among it: no process inherits that. */
const OWN_PREFIX = 'EXEC_SERVER_';

/** The host as Node sees it: what does not change is read once, directories may be removed at any time. */
export class NodeHostInformation implements HostInformation {
  #lasting: Lasting | undefined;

  describe(): HostDescription {
    this.#lasting ??= lookAround();
    return { ...this.#lasting, ...hostDirectories() };
  }

  environment(): Readonly<Record<string, string>> {
    const inheritable = Object.entries(process.env).filter(
      ([name, value]) => value !== undefined && !name.startsWith(OWN_PREFIX),
    );
    return Object.fromEntries(inheritable) as Record<string, string>;
  }
}

type Lasting = Omit<HostDescription, keyof HostDirectories>;

const lookAround = (): Lasting => {
  const shell = loginShell();
  return {
    shell: { name: basename(shell), path: shell },
    providerId: `sha256:${createHash('sha256').update(`exec-server ${machineId()}`).digest('hex')}`,
    hostname: hostName(),
    platform: process.platform,
  };
};

/** From the account database, not `$SHELL`; a shell of the system where the account has none of use. */
const loginShell = (): string => {
  const account = accountShell();
  const usable = KNOWN_SHELLS.includes(basename(account)) ? [account] : [];
  return [...usable, ...onPath('bash'), ...FALLBACK_SHELLS].find(isExecutable) ?? '/bin/sh';
};

/** Where a program of this name may be. */
const onPath = (name: string): readonly string[] =>
  (process.env.PATH ?? '')
    .split(':')
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, name));

const accountShell = (): string => {
  try {
    return userInfo().shell ?? '';
  } catch {
    // The account has no entry in the database, as in many containers.
    return '';
  }
};

const isExecutable = (path: string): boolean => {
  if (path === '') {
    return false;
  }
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const machineId = (): string => {
  try {
    // Images of containers and machines have it blank until the first boot.
    return readFileSync('/etc/machine-id', 'utf8').trim() || hostName();
  } catch {
    return hostName();
  }
};

const hostName = (): string => {
  try {
    return hostname();
  } catch {
    return 'localhost';
  }
};
