import { closeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { SpawnFailed } from '../../../domain/errors.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../domain/processes/process-control.js';
import { accountShell } from '../../shared/account-shell.js';
import { sendSignal } from '../../shared/send-signal.js';
import { shortageOf } from '../../shared/shortage.js';
import { OutputReader } from '../io/output-reader.js';
import { openSharedBufferSocket } from '../io/shared-read-buffer.js';
import type { StartedProcess } from '../io/started-process.js';
import { loadCloseOnExec } from '../spawn/close-on-exec.js';
import { type ProgramExit, programExit } from '../spawn/exit-code.js';
import { findProgram } from '../spawn/find-program.js';
import { ensureFreeDescriptors, TERMINAL_DESCRIPTORS } from '../spawn/free-descriptors.js';
import { diagnoseSpawn } from '../spawn/spawn-diagnosis.js';
import { explainSpawnError, spawnFailed } from '../spawn/spawn-error.js';
import { Arg0Wrapper } from './arg0-wrapper.js';
import { waitForForegroundGroup } from './foreground-claim.js';
import { startByFork } from './fork-starter.js';
import { loadNativePty, type NativePty } from './native-pty.js';
import { startBySetsid } from './setsid-starter.js';
import { TerminalInput } from './terminal-input.js';
import type { TerminalProcess, TerminalStarter } from './terminal-starter.js';
import { withResolvers } from './with-resolvers.js';

/** Starts each process on a new terminal. */
export class TerminalLauncher {
  readonly #pendingBytes: number;
  readonly #spawning: (terminal: string) => void;
  readonly #readBuffer: Uint8Array;
  readonly #arg0 = new Arg0Wrapper();
  #start: Promise<TerminalStarter> | undefined;
  #native: NativePty | undefined;

  /** `spawning` is called right before a spawn with the path of the terminal. All output is read into `readBuffer`. */
  constructor(pendingBytes: number, spawning: (terminal: string) => void, readBuffer: Uint8Array) {
    this.#pendingBytes = pendingBytes;
    this.#spawning = spawning;
    this.#readBuffer = readBuffer;
  }

  /** Awaits `awaitSpawn`, then spawns. @throws {SpawnFailed} */
  async launch(spec: ProcessSpec, awaitSpawn: () => Promise<void>): Promise<StartedProcess> {
    try {
      ensureFreeDescriptors(TERMINAL_DESCRIPTORS);
      const start = await this.#loaded();
      const env = { SHELL: accountShell() || '/bin/sh', ...spec.env };
      const argv = await this.#argv(spec, env);
      await awaitSpawn();
      ensureFreeDescriptors(TERMINAL_DESCRIPTORS);
      const { promise: ended, resolve } = withResolvers<ProgramExit>();
      const size = spec.terminal ?? DEFAULT_TERMINAL_SIZE;
      const terminal = await start(
        { argv, env, cwd: spec.cwd, size },
        (...how) => resolve(programExit(...how)),
        this.#spawning,
      );
      return this.#startedProcess(terminal, ended);
    } catch (error) {
      throw explainSpawnError(error, spec);
    }
  }

  async #loaded(): Promise<TerminalStarter> {
    this.#start ??= this.#load();
    try {
      return await this.#start;
    } catch (error) {
      this.#start = undefined;
      if (error instanceof SpawnFailed || shortageOf(error) !== undefined) {
        throw error;
      }
      throw new SpawnFailed(`terminals do not work on this host: ${(error as Error).message}`);
    }
  }

  async #load(): Promise<TerminalStarter> {
    const [native, closeOnExec] = await Promise.all([loadNativePty(), loadCloseOnExec()]);
    this.#native = native;
    return (await startBySetsid(native, closeOnExec)) ?? (await startByFork(native, closeOnExec));
  }

  /** Errors are checked before: on a terminal they would appear as output and exit code 1. */
  async #argv(spec: ProcessSpec, env: Record<string, string>): Promise<readonly string[]> {
    const fault = diagnoseSpawn({ ...spec, env });
    if (fault !== undefined) {
      throw spawnFailed(fault);
    }
    const { argv, arg0 } = spec;
    const path = findProgram(spec).path ?? '';
    return arg0 === undefined || arg0 === argv[0]
      ? argv
      : this.#arg0.wrap({ path, arg0, args: argv.slice(1), env });
  }

  #startedProcess(
    { pid, fd, slave }: TerminalProcess,
    ended: Promise<ProgramExit>,
  ): StartedProcess {
    try {
      const stream = readTerminal(fd, this.#readBuffer);
      return {
        pid,
        outputs: [new OutputReader('pty', stream, fd, this.#readBuffer)],
        input: new TerminalInput(fd, this.#pendingBytes),
        onExit: (listener) => {
          void ended.then((exit) => setImmediate(() => listener(exit)));
        },
        // The slave end, which stays open until the exit: the master end may be closed by its reader.
        resize: ({ columns, rows }) => this.#native?.resize(slave, columns, rows),
        inForeground: waitForForegroundGroup(pid),
        releaseTerminal: () => closeSync(slave),
      };
    } catch (error) {
      // The process may not lead its group yet.
      sendSignal(-pid, 'SIGKILL');
      sendSignal(pid, 'SIGKILL');
      closeSync(slave);
      closeSync(fd);
      throw error;
    }
  }
}

/** Reads the master end, which it owns from now on, into a buffer that other streams use as well. */
export const readTerminal = (fd: number, buffer: Uint8Array): ReadStream =>
  openSharedBufferSocket(buffer, (options) => new ReadStream(fd, options));
