import type { ProcessExit } from '../following/process-event.js';
import { byteLines } from './lines.js';
import type { ProcessOrigin } from './process-origin.js';
import type { ProcessOutput } from './process-output.js';
import type { KillOptions, OutputOptions } from './run-options.js';
import { RunError, type RunResult } from './run-result.js';

/** Bytes of each output that a result has at most. */
export const MAX_BUFFER_BYTES = 100_000_000;

/** Why a process was killed by its client. */
export type KillReason = 'timedOut' | 'isCanceled' | 'isMaxBuffer';

/** All that is known of a command at its end. */
export interface Outcome {
  readonly origin: Pick<ProcessOrigin, 'command' | 'processId' | 'input'>;
  readonly durationMs: number;
  readonly exit: ProcessExit | undefined;
  readonly killedFor: KillReason | undefined;
  /** Why it could not be started or followed. */
  readonly error: Error | undefined;
  /** In words, of `error`. */
  readonly failure: string | undefined;
}

/** The result of a command, a `RunError` where it failed. */
export const outcomeOf = (
  outcome: Outcome,
  output: ProcessOutput,
  options: OutputOptions & KillOptions,
): RunResult | RunError => {
  const { exit, killedFor, origin, durationMs } = outcome;
  const { command, processId, input } = origin;
  const error = outcome.error ?? input.failure;
  const signal = exit?.signal;
  const exitCode = signal === undefined ? exit?.exitCode : undefined;
  const failed = error !== undefined || killedFor !== undefined || exitCode !== 0;
  const result: RunResult = {
    command,
    processId,
    exitCode,
    signal,
    stdout: present(output.kept('stdout'), options),
    stderr: present(output.kept('stderr'), options),
    all: options.all ? present(output.kept('all'), options) : undefined,
    durationMs,
    failed,
    timedOut: killedFor === 'timedOut',
    isCanceled: killedFor === 'isCanceled',
    isTerminated: signal !== undefined,
    isMaxBuffer: killedFor === 'isMaxBuffer',
    sandboxDenied: exit?.sandboxDenied ?? false,
  };
  if (!failed) {
    return result;
  }
  return new RunError(
    result,
    describe(outcome, options),
    output.kept('all').toString('utf8'),
    error,
  );
};

const describe = (
  { exit, killedFor, failure, origin: { input } }: Outcome,
  { timeoutMs, maxBuffer }: KillOptions & OutputOptions,
): string => {
  switch (killedFor) {
    case 'timedOut':
      return `timed out after ${timeoutMs} ms`;
    case 'isCanceled':
      return 'was canceled';
    case 'isMaxBuffer':
      return `was killed: its output exceeds maxBuffer (${maxBuffer ?? MAX_BUFFER_BYTES} bytes)`;
    default:
      if (failure !== undefined) {
        return failure;
      }
      if (input.failure !== undefined) {
        return `was killed: its input failed: ${input.failure.message}`;
      }
      return exit?.signal
        ? `was killed with ${exit.signal}`
        : `failed with exit code ${exit?.exitCode}`;
  }
};

/** Output as the options want it; the types follow them, which TypeScript cannot see. */
const present = (
  bytes: Buffer,
  { buffer = true, encoding = 'utf8', lines = false, stripFinalNewline = true }: OutputOptions,
): RunResult['stdout'] => {
  if (!buffer) {
    return undefined as unknown as RunResult['stdout'];
  }
  const content =
    stripFinalNewline && !lines ? bytes.subarray(0, lengthWithoutNewline(bytes)) : bytes;
  const texts = (): string | string[] =>
    lines ? byteLines(content).map((line) => line.toString('utf8')) : content.toString('utf8');
  const raw = (): Buffer | Buffer[] => (lines ? byteLines(content) : content);
  return (encoding === 'buffer' ? raw() : texts()) as RunResult['stdout'];
};

const lengthWithoutNewline = (bytes: Buffer): number => {
  if (bytes.at(-1) !== 10) {
    return bytes.length;
  }
  return bytes.at(-2) === 13 ? bytes.length - 2 : bytes.length - 1;
};
