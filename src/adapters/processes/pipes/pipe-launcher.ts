import type { ChildProcess } from 'node:child_process';
import type { ProcessSpec } from '../../../application/ports/process-runner.js';
import { shortageOf } from '../../shared/shortage.js';
import { OutputReader } from '../io/output-reader.js';
import { NO_INPUT } from '../io/process-input.js';
import type { StartedProcess } from '../io/started-process.js';
import { ExecutableFormatCheck } from '../spawn/executable-format-check.js';
import { programExit } from '../spawn/exit-code.js';
import {
  ensureFreeDescriptors,
  SOCKET_DESCRIPTORS,
  SPAWN_DESCRIPTORS,
} from '../spawn/free-descriptors.js';
import { loadExeca } from '../spawn/load-execa.js';
import { releaseFailedChild } from '../spawn/release-failed-child.js';
import { explainSpawnError, spawnFailed } from '../spawn/spawn-error.js';
import type { FifoPool } from './fifo-pool.js';
import { PipeInput } from './pipe-input.js';
import { openFifoStreams, openSocketStreams, type StandardStreams } from './standard-streams.js';

/** Retries when FIFOs are removed during a start, before it uses sockets. */
const ATTEMPTS = 5;

/** Starts processes on pipes. */
export class PipeLauncher {
  readonly #fifos: FifoPool;
  readonly #pendingBytes: number;
  readonly #spawning: (stdout: string) => void;
  readonly #readBuffer: Uint8Array;
  readonly #formats = new ExecutableFormatCheck();
  #execa: Execa | undefined;

  /**
   * `spawning` is called right before each spawn with the FIFO of the process's stdout. All output is read
   * into `readBuffer`.
   */
  constructor(
    fifos: FifoPool,
    pendingBytes: number,
    spawning: (stdout: string) => void,
    readBuffer: Uint8Array,
  ) {
    this.#fifos = fifos;
    this.#pendingBytes = pendingBytes;
    this.#spawning = spawning;
    this.#readBuffer = readBuffer;
  }

  /** Awaits `awaitSpawn`, then spawns. @throws {SpawnFailed} */
  async launch(spec: ProcessSpec, awaitSpawn: () => Promise<void>): Promise<StartedProcess> {
    const fault = this.#formats.check(spec);
    if (fault !== undefined) {
      throw spawnFailed(fault);
    }
    try {
      this.#execa ??= await loadExeca();
      const streams = await this.#streams(spec.pipeStdin, awaitSpawn);
      return await this.#spawn(this.#execa, spec, streams);
    } catch (error) {
      throw explainSpawnError(error, spec);
    }
  }

  /** Resolves in the tick in which the process may be spawned. */
  async #streams(pipeStdin: boolean, awaitSpawn: () => Promise<void>): Promise<StandardStreams> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const paths = await this.#fifos.take(pipeStdin ? 3 : 2);
      await awaitSpawn();
      if (paths === undefined) {
        return openSocketStreams(pipeStdin);
      }
      try {
        this.#spawning(paths[0] ?? '');
        return openFifoStreams(paths, pipeStdin, this.#readBuffer);
      } catch (error) {
        if (shortageOf(error) !== undefined) {
          throw error;
        }
        // The directory for temporary files was cleaned.
        this.#fifos.lost(paths, error);
      }
    }
    this.#fifos.warn('they are removed again and again');
    await awaitSpawn();
    return openSocketStreams(pipeStdin);
  }

  async #spawn(execa: Execa, spec: ProcessSpec, streams: StandardStreams): Promise<StartedProcess> {
    const { child } = await this.#execute(execa, spec, streams).catch((error: unknown) => {
      streams.close();
      throw error;
    });
    const { stdin, stdout, stderr } = streams.parentEnds(child);
    return {
      pid: child.pid,
      outputs: [
        new OutputReader('stdout', stdout.socket, stdout.fd, this.#readBuffer),
        new OutputReader('stderr', stderr.socket, stderr.fd, this.#readBuffer),
      ],
      input: stdin === undefined ? NO_INPUT : new PipeInput(stdin.socket, this.#pendingBytes),
      onExit: (ended) => {
        child.once('exit', (code, signal) => ended(programExit(code, signal)));
      },
      resize: () => undefined,
      inForeground: undefined,
      releaseTerminal: () => undefined,
    };
  }

  /** The child is wrapped, since it is a promise too: awaiting it would wait for its exit. */
  async #execute(
    execa: Execa,
    spec: ProcessSpec,
    streams: StandardStreams,
  ): Promise<{ readonly child: SpawnedChild }> {
    const [file = '', ...args] = spec.argv;
    ensureFreeDescriptors(streams.stdio.includes('pipe') ? SOCKET_DESCRIPTORS : SPAWN_DESCRIPTORS);
    const child = execa(file, args, {
      argv0: spec.arg0 ?? file,
      cwd: spec.cwd,
      env: spec.env,
      extendEnv: false,
      // execa's types know descriptors above 2 only in higher places.
      stdio: streams.stdio as Readonly<['pipe', 'pipe', 'pipe']>,
      detached: true,
      cleanup: false,
      buffer: false,
      reject: false,
    });
    if (isSpawned(child)) {
      // Events report everything; the promise rejects later.
      child.catch(() => undefined);
      return { child };
    }
    const error = await failure(child);
    releaseFailedChild(child);
    throw error;
  }
}

type Execa = Awaited<ReturnType<typeof loadExeca>>;

type SpawnedChild = ChildProcess & { readonly pid: number };

const isSpawned = <T extends Pick<ChildProcess, 'pid'>>(child: T): child is T & SpawnedChild =>
  child.pid !== undefined;

/** A failed spawn is reported by an event or, when Node threw, by the result alone. */
const failure = (child: Pick<ChildProcess, 'once'> & PromiseLike<unknown>): Promise<unknown> =>
  new Promise((resolve) => {
    child.once('error', resolve);
    child.then(resolve, resolve);
  });
