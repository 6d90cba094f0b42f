import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../domain/shell-word.js';
import { isExecutable } from '../shared/is-executable.js';

const NAMES = ['apply_patch', 'applypatch'];
const MODE = 0o700;
/** With these Node would load or write something of the process that calls it. */
const NODE_VARIABLES = 'NODE_OPTIONS NODE_V8_COVERAGE NODE_DEBUG NODE_EXTRA_CA_CERTS';
const HASH_DIGITS = 16;

/** Makes the programs that apply patches: a shell script for each name, which runs `script` with the Node of this process. */
export class PatchTools {
  readonly #parent: () => string;
  readonly #content: string;
  readonly #name: string;
  /** What tells each program from another one at its path, when it was last found intact. */
  readonly #found = new Map<string, string>();

  /** `parent` returns a directory that only this user may write. */
  constructor(parent: () => string, script: string) {
    this.#parent = parent;
    this.#content = [
      '#!/bin/sh',
      `unset ${NODE_VARIABLES}`,
      `exec ${shellWord(process.execPath)} ${shellWord(script)} "$@"`,
      '',
    ].join('\n');
    const hash = createHash('sha256').update(this.#content).digest('hex');
    this.#name = `tools-${hash.slice(0, HASH_DIGITS)}`;
  }

  /**
   * The directory of the programs, which are made again where they were removed or changed. Servers with the same Node
   * and the same script share it.
   *
   * @throws the system's error where they cannot be made or executed.
   */
  directory(): string {
    const directory = join(this.#parent(), this.#name);
    for (const name of NAMES) {
      const path = join(directory, name);
      if (identityOf(path) !== this.#found.get(path)) {
        mkdirSync(directory, { recursive: true, mode: MODE });
        this.#ensure(path);
      }
    }
    return directory;
  }

  #ensure(path: string): void {
    if (!this.#isIntact(path)) {
      this.#make(path);
    }
    this.#found.set(path, identityOf(path));
  }

  #isIntact(path: string): boolean {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return (
      found?.isFile() === true &&
      found.uid === process.geteuid?.() &&
      (found.mode & 0o777) === MODE &&
      readFileSync(path, 'utf8') === this.#content
    );
  }

  #make(path: string): void {
    rmSync(path, { recursive: true, force: true });
    const temporary = `${path}-${process.pid}`;
    writeFileSync(temporary, this.#content, { mode: MODE });
    renameSync(temporary, path);
    if (!isExecutable(path)) {
      throw new Error(`${path} cannot be executed: its file system is mounted with noexec`);
    }
  }
}

/** Changes with the content, the owner and the mode of a file. */
const identityOf = (path: string): string => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.ino} ${found.ctimeMs} ${found.size}`;
};
