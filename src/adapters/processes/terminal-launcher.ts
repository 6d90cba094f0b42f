import { closeSync, constants, openSync } from 'node:fs';
import type { ProcessSpec } from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import { accountShell } from './account-shell.js';
import { wrapForArg0 } from './arg0-wrapper.js';
import { exitCode } from './exit-code.js';
import { findProgram } from './find-program.js';
import type { InheritableDescriptors } from './inheritable-descriptors.js';
import { OutputReader } from './output-reader.js';
import { type ForkTerminal, loadPseudoTerminals, readTerminal } from './pseudo-terminal.js';
import type { StartedProcess } from './running-process.js';
import { sendSignal } from './send-signal.js';
import { ensureDescriptors, TERMINAL_DESCRIPTORS } from './spare-descriptors.js';
import { diagnoseSpawn } from './spawn-diagnosis.js';
import { explainSpawnError, spawnFailed } from './spawn-failed.js';
import { terminalClaimed } from './terminal-claim.js';
import { TerminalInput } from './terminal-input.js';

const { O_RDONLY, O_NOCTTY, O_NONBLOCK } = constants;

/** Starts processes on terminals of their own. */
export class TerminalLauncher {
  readonly #inheritable: InheritableDescriptors;
  readonly #pendingBytes: number;
  #fork: Promise<ForkTerminal> | undefined;

  constructor(inheritable: InheritableDescriptors, pendingBytes: number) {
    this.#inheritable = inheritable;
    this.#pendingBytes = pendingBytes;
  }

  /** Waits for its `turn` to spawn. @throws {SpawnFailed} */
  async launch(spec: ProcessSpec, turn: () => Promise<void>): Promise<StartedProcess> {
    try {
      ensureDescriptors(TERMINAL_DESCRIPTORS);
      const fork = await this.#loaded();
      const env = { SHELL: accountShell(), ...spec.env };
      const argv = await this.#argv(spec, env);
      await turn();
      ensureDescriptors(TERMINAL_DESCRIPTORS);
      const started = this.#start((exited) => fork(argv, env, spec.cwd, exited));
      await terminalClaimed(started.pid);
      return started;
    } catch (error) {
      throw explainSpawnError(error, spec);
    }
  }

  async #loaded(): Promise<ForkTerminal> {
    this.#fork ??= loadPseudoTerminals();
    try {
      return await this.#fork;
    } catch (error) {
      this.#fork = undefined;
      throw new SpawnFailed(`terminals do not work on this host: ${(error as Error).message}`);
    }
  }

  /** Faults are looked for before: on a terminal they would show as output and exit code 1. */
  async #argv(spec: ProcessSpec, env: Record<string, string>): Promise<readonly string[]> {
    const fault = diagnoseSpawn({ ...spec, env });
    if (fault !== undefined) {
      throw spawnFailed(fault);
    }
    const { argv, arg0 } = spec;
    const path = findProgram(spec).path ?? '';
    return arg0 === undefined || arg0 === argv[0]
      ? argv
      : wrapForArg0({ path, arg0, args: argv.slice(1), env });
  }

  #start(
    fork: (exited: (status: number, signal: number) => void) => ReturnType<ForkTerminal>,
  ): StartedProcess {
    const { promise: ended, resolve } = withResolvers<number>();
    const { pid, fd, pty } = fork((status, signal) => resolve(exitCode(status, signal)));
    this.#inheritable.add(fd);
    let slave: number | undefined;
    try {
      // While a slave end is open the terminal is not hung up, so its tail cannot get lost.
      slave = openSync(pty, O_RDONLY | O_NOCTTY | O_NONBLOCK);
      const stream = readTerminal(fd);
      stream.once('close', () => this.#inheritable.delete(fd));
      return {
        pid,
        outputs: [new OutputReader('pty', stream, fd)],
        input: new TerminalInput(fd, this.#pendingBytes),
        whenEnded: (listener) => {
          void ended.then((code) => setImmediate(() => listener(code)));
        },
        letGo: () => closeAll(slave),
      };
    } catch (error) {
      sendSignal(-pid, 'SIGKILL');
      closeAll(slave, fd);
      this.#inheritable.delete(fd);
      throw error;
    }
  }
}

const withResolvers = <T>(): { promise: Promise<T>; resolve: (value: T) => void } => {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

const closeAll = (...fds: readonly (number | undefined)[]): void => {
  for (const fd of fds) {
    if (fd !== undefined) {
      closeSync(fd);
    }
  }
};
