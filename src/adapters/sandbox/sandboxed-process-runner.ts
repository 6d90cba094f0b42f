import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../application/ports/process-runner.js';
import { SpawnFailed } from '../../domain/errors.js';
import type { ProcessControl } from '../../domain/processes/process-control.js';
import type { Bubblewrap } from './bubblewrap/bubblewrap.js';

/** Runs confined processes in a sandbox and all others directly, both with the inner runner. */
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
        // Bubblewrap gets an empty environment: a variable such as LD_PRELOAD would affect it outside the sandbox.
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
