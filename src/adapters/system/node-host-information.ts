import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { HostDescription, HostInformation } from '../../application/ports/host-information.js';
import { type HostDirectories, hostDirectories } from './host-directories.js';
import { loginShell } from './login-shell.js';

/** The daemon's own variables, which may contain secrets, and its credential for traces: processes do not inherit them. */
const OWN = /^EXEC_SERVER_|^OTEL_EXPORTER_OTLP_(TRACES_)?HEADERS$/;

/** The host as Node reports it. Constant facts are read once; directories may be removed at any time. */
export class NodeHostInformation implements HostInformation {
  readonly #tools: () => readonly string[];
  #lasting: ConstantFacts | undefined;

  /** `tools` returns the directories that are put before those of `PATH`. */
  constructor(tools: () => readonly string[] = () => []) {
    this.#tools = tools;
  }

  describe(): HostDescription {
    this.#lasting ??= readConstantFacts();
    return { ...this.#lasting, ...hostDirectories(), toolDirectories: this.#tools() };
  }

  environment(): Readonly<Record<string, string>> {
    const inheritable = Object.entries(process.env).filter(
      ([name, value]) => value !== undefined && !OWN.test(name),
    );
    const variables = Object.fromEntries(inheritable) as Record<string, string>;
    // Without a PATH shells take one of their own, which the tools alone would replace.
    return variables.PATH
      ? { ...variables, PATH: [...this.#tools(), variables.PATH].join(':') }
      : variables;
  }
}

type ConstantFacts = Omit<HostDescription, keyof HostDirectories | 'toolDirectories'>;

const readConstantFacts = (): ConstantFacts => {
  const shell = loginShell();
  return {
    shell: { name: basename(shell), path: shell },
    providerId: `sha256:${createHash('sha256').update(`exec-server ${machineId()}`).digest('hex')}`,
    hostname: hostName(),
    platform: process.platform,
  };
};

const machineId = (): string => {
  try {
    // It is blank in images of containers and machines until the first boot.
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
