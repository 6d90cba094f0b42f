import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import type { ProcessControl } from '../../domain/processes/process-control.js';
import type { Bubblewrap } from './bubblewrap/bubblewrap.js';
import type { SandboxResources } from './bubblewrap/sandbox-resources.js';

type ToolFiles = (path: string | undefined) => readonly string[];

/** Runs confined processes in a sandbox and all others directly, both with the inner runner. */
export class SandboxedProcessRunner implements ProcessRunner {
  readonly #inner: ProcessRunner;
  readonly #bubblewrap: Pick<Bubblewrap, 'command'>;
  readonly #tools: ToolFiles;
  /** Releases that wait for the last process of a sandbox. */
  readonly #ending = new Set<Promise<void>>();

  /** `tools` returns the files of the server that programs on this `PATH` need. */
  constructor(
    inner: ProcessRunner,
    bubblewrap: Pick<Bubblewrap, 'command'>,
    tools: ToolFiles = () => [],
  ) {
    this.#inner = inner;
    this.#bubblewrap = bubblewrap;
    this.#tools = tools;
  }

  async prepare(): Promise<void> {
    await this.#inner.prepare?.();
  }

  async start(spec: ProcessSpec, observer: ProcessObserver): Promise<ProcessControl> {
    const { confinement } = spec;
    if (confinement === undefined) {
      return this.#inner.start(spec, observer);
    }
    if (!spec.argv[0]) {
      throw new SpawnFailed(`missing program for ${spec.terminal ? 'PTY' : 'pipe'} spawn`);
    }
    const tools = this.#tools(spec.env.PATH);
    const { argv, resources } = await this.#bubblewrap.command(confinement, spec, tools);
    try {
      return await this.#inner.start(
        // Bubblewrap gets an empty environment: a variable such as LD_PRELOAD would affect it outside the sandbox.
        { ...spec, confinement: undefined, argv, arg0: undefined, env: {} },
        this.#observerOf(observer, resources),
      );
    } catch (error) {
      await resources.release();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#inner.dispose();
    await Promise.all(this.#ending);
  }

  /** Reports the close when the resources are released, so placeholders are gone by then. */
  #observerOf(observer: ProcessObserver, resources: SandboxResources): ProcessObserver {
    let released: Promise<void> | undefined;
    const whenReleased = (report: () => void): void => {
      if (released === undefined) {
        report();
      } else {
        void released.then(report);
      }
    };
    return {
      onOutput: (stream, bytes, release) => observer.onOutput(stream, bytes, release),
      onExit: (exitCode, signal) => {
        const ending = resources.release();
        if (ending !== undefined) {
          this.#ending.add(ending);
          released = ending.then(() => {
            released = undefined;
            this.#ending.delete(ending);
          });
        }
        observer.onExit(exitCode, signal);
      },
      onClose: () => whenReleased(() => observer.onClose()),
      onGone: () => whenReleased(() => observer.onGone()),
    };
  }
}
