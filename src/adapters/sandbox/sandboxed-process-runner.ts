import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import type { ProcessControl } from '../../domain/processes/process-control.js';
import type { Bubblewrap } from './bubblewrap/bubblewrap.js';

/** Runs what is to be confined in a sandbox, and everything else as it is, with another runner. */
export class SandboxedProcessRunner implements ProcessRunner {
  readonly #inner: ProcessRunner;
  readonly #bubblewrap: Bubblewrap;

  constructor(inner: ProcessRunner, bubblewrap: Bubblewrap) {
    this.#inner = inner;
    this.#bubblewrap = bubblewrap;
  }

  async start(spec: ProcessSpec, observer: ProcessObserver): Promise<ProcessControl> {
    const { confinement } = spec;
    if (confinement === undefined) {
      return this.#inner.start(spec, observer);
    }
    if (!spec.argv[0]) {
      throw new SpawnFailed(`missing program for ${spec.terminal ? 'PTY' : 'pipe'} spawn`);
    }
    const command = await this.#bubblewrap.command(confinement, spec);
    try {
      return await this.#inner.start(
        // Its own environment is empty: a variable such as LD_PRELOAD must not reach what is outside.
        { ...spec, confinement: undefined, argv: command.argv, arg0: undefined, env: {} },
        {
          onOutput: (stream, bytes, release) => observer.onOutput(stream, bytes, release),
          onExit: (exitCode) => {
            command.release();
            observer.onExit(exitCode);
          },
          onClose: () => observer.onClose(),
          onGone: () => observer.onGone(),
        },
      );
    } catch (error) {
      command.release();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#inner.dispose();
    this.#bubblewrap.dispose();
  }
}
