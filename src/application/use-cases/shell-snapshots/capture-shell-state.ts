import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import {
  captureArgv,
  readCapture,
  type ShellState,
} from '../../../domain/shell-snapshots/capture.js';
import type { LoginCommand } from '../../../domain/shell-snapshots/login-command.js';
import type { RestoredCommand } from '../../../domain/shell-snapshots/restored-command.js';
import { catchExpected } from '../../host/catch-expected.js';
import { decodeUtf8 } from '../../host/decode-utf8.js';
import type { ShellSnapshotLimits } from '../../limits/shell-snapshot-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { LogFields, Logger } from '../../ports/logger.js';
import type { ProcessRunner, ProcessSpec } from '../../ports/process-runner.js';
import { runShell } from './run-shell.js';

/** What to capture, and from where. */
export interface CaptureRequest {
  readonly login: LoginCommand;
  /** The command as it was asked for: the shell starts in its directory, environment and restrictions. */
  readonly spec: ProcessSpec;
  /** The command that restores the state, for the trial. */
  readonly restore: (state: ShellState, script: string) => RestoredCommand;
  /** The end of the session. */
  readonly ended: OneShotEvent;
  /** Log fields of the session. */
  readonly facts: LogFields;
}

/** Captures the state of login shells: once it is printed, another shell restores it for a trial. */
export class CaptureShellState {
  readonly #runner: ProcessRunner;
  readonly #clock: Clock;
  readonly #limits: ShellSnapshotLimits;
  readonly #logger: Logger;

  constructor(runner: ProcessRunner, clock: Clock, limits: ShellSnapshotLimits, logger: Logger) {
    this.#runner = runner;
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** Resolves with undefined when there is no usable state, for a reason that is logged. */
  async execute(request: CaptureRequest): Promise<ShellState | undefined> {
    const { facts, login } = request;
    const startedAtMs = this.#clock.nowMs();
    const state = await this.#tryCapture(request);
    const fields = {
      ...facts,
      shell: login.shell,
      durationMs: Math.round(this.#clock.nowMs() - startedAtMs),
    };
    if (typeof state === 'string') {
      this.#logger.info('shell snapshot failed', { ...fields, reason: state });
      return undefined;
    }
    this.#logger.debug('shell snapshot captured', fields);
    return state;
  }

  /** Resolves with the state, or with the reason why there is none. */
  #tryCapture(request: CaptureRequest): Promise<ShellState | string> {
    return catchExpected(
      async () => {
        const state = await this.#capture(request);
        return typeof state === 'string' ? state : this.#try(state, request);
      },
      () => 'the shell did not start',
    );
  }

  async #capture({ login, spec, ended }: CaptureRequest): Promise<ShellState | string> {
    const run = await this.#run(spec, { argv: captureArgv(login), env: spec.env }, ended);
    if (typeof run === 'string') {
      return run;
    }
    const output = decodeUtf8(run.stdout);
    if (output === undefined) {
      return 'the state is not UTF-8';
    }
    const state = run.exitCode === 0 ? readCapture(output, spec.env) : undefined;
    return state ?? `the shell ended with exit code ${run.exitCode} before it printed its state`;
  }

  /** A state that fails to be restored, or prints something, is not used. */
  async #try(
    state: ShellState,
    { spec, restore, ended }: CaptureRequest,
  ): Promise<ShellState | string> {
    const run = await this.#run(spec, restore(state, ':'), ended);
    if (typeof run === 'string') {
      return run;
    }
    const isSilent = run.stdout.length === 0 && !run.hasErrorOutput;
    return run.exitCode === 0 && isSilent ? state : 'the state cannot be restored';
  }

  #run(spec: ProcessSpec, command: RestoredCommand, ended: OneShotEvent) {
    const { shellSnapshotTimeoutMs: timeoutMs, maxShellSnapshotBytes: maxOutputBytes } =
      this.#limits;
    const shell = { ...spec, ...command, arg0: undefined, terminal: undefined, pipeStdin: false };
    const ports = { runner: this.#runner, clock: this.#clock };
    return runShell(ports, shell, { timeoutMs, maxOutputBytes }, ended);
  }
}
