import type { OutputStream, Release } from '../../../domain/output/process-event.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { Clock } from '../../ports/clock.js';
import type { ProcessObserver, ProcessRunner, ProcessSpec } from '../../ports/process-runner.js';

/** The bounds of a run. */
export interface ShellRunBounds {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
}

/** What a shell did until its exit. */
export interface ShellRun {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly hasErrorOutput: boolean;
}

export type ShellRunFault = 'timed out' | 'too much output';

/**
 * Runs a shell until it exits. What it leaves in the background goes on, as with every command, until `ended` fires.
 * A shell that exceeds a bound is killed with all of its processes.
 *
 * @throws {SpawnFailed} or {SandboxRefused} as the runner does.
 */
export const runShell = async (
  { runner, clock }: { readonly runner: ProcessRunner; readonly clock: Clock },
  spec: ProcessSpec,
  { timeoutMs, maxOutputBytes }: ShellRunBounds,
  ended: OneShotEvent,
): Promise<ShellRun | ShellRunFault> => {
  const observer = new ShellObserver(maxOutputBytes);
  const control = await runner.start(spec, observer);
  const stopListening = ended.onFire(() => control.kill());
  observer.onGone = stopListening;
  const cancelTimer = clock.schedule(timeoutMs, () => observer.settle('timed out'));
  const outcome = await observer.outcome;
  cancelTimer();
  if (typeof outcome === 'string') {
    control.kill();
  }
  return outcome;
};

/** Collects output until the exit. */
class ShellObserver implements ProcessObserver {
  readonly outcome: Promise<ShellRun | ShellRunFault>;
  readonly #maxBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  #hasErrorOutput = false;
  #settle: (outcome: ShellRun | ShellRunFault) => void = () => undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** The first outcome counts. */
  settle(outcome: ShellRun | ShellRunFault): void {
    this.#settle(outcome);
  }

  onOutput(stream: OutputStream, bytes: Uint8Array, release?: Release): void {
    this.#size += bytes.length;
    if (this.#size > this.#maxBytes) {
      this.#chunks.length = 0;
      this.settle('too much output');
    } else if (stream === 'stdout') {
      this.#chunks.push(Uint8Array.from(bytes));
    } else {
      this.#hasErrorOutput = true;
    }
    release?.();
  }

  onExit(exitCode: number): void {
    const stdout = new Uint8Array(this.#chunks.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const chunk of this.#chunks.splice(0)) {
      stdout.set(chunk, offset);
      offset += chunk.length;
    }
    this.settle({ exitCode, stdout, hasErrorOutput: this.#hasErrorOutput });
  }

  onClose(): void {
    // A background process may hold the outputs open: the exit is what counts.
  }

  onGone: () => void = () => undefined;
}
