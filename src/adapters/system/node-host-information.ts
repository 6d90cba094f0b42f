import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { HostDescription, HostInformation } from '../../application/ports/host-information.js';
import { type HostDirectories, hostDirectories } from './host-directories.js';
import { loginShell } from './login-shell.js';

/** The daemon's own variables, which may contain secrets, and its credential for traces: processes do not inherit them. */
const OWN = /^EXEC_SERVER_|^OTEL_EXPORTER_OTLP_(TRACES_)?HEADERS$/;

/** How long a description is used: to look for the directories takes eight system calls, a sixth of a connection's time. */
const FRESH_MS = 1000;

/** The host as Node reports it. Constant facts are read once, directories, which may be removed, at most once a second. */
export class NodeHostInformation implements HostInformation {
  readonly #tools: () => readonly string[];
  #lasting: ConstantFacts | undefined;
  #latest: { readonly description: HostDescription; readonly atMs: number } | undefined;

  /** `tools` returns the directories that are put before those of `PATH`. */
  constructor(tools: () => readonly string[] = () => []) {
    this.#tools = tools;
  }

  describe(): HostDescription {
    const atMs = performance.now();
    if (this.#latest === undefined || atMs - this.#latest.atMs >= FRESH_MS) {
      this.#latest = { description: this.#look(), atMs };
    }
    return this.#latest.description;
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

  #look(): HostDescription {
    this.#lasting ??= readConstantFacts();
    return { ...this.#lasting, ...hostDirectories(), toolDirectories: this.#tools() };
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
