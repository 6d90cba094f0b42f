import type { Output, OutputOptions } from './run-options.js';

/** How a command ended, in the shape of execa's results. */
export interface RunResult<O extends OutputOptions = OutputOptions> {
  /** As it is typed into a shell. */
  readonly command: string;
  readonly processId: string;
  /** Undefined when a signal ended it, or it is not known. On a server without extensions 128 plus the number of the signal. */
  readonly exitCode: number | undefined;
  /** Name of the signal that ended it. */
  readonly signal: string | undefined;
  readonly stdout: Output<O>;
  readonly stderr: Output<O>;
  /** With `all: true`: both, interleaved. */
  readonly all: Output<O> | undefined;
  /** From the call to the end, in milliseconds. */
  readonly durationMs: number;
  readonly failed: boolean;
  readonly timedOut: boolean;
  /** `signal` of the options was aborted. */
  readonly isCanceled: boolean;
  readonly isTerminated: boolean;
  readonly isMaxBuffer: boolean;
  /** Something that the sandbox denied may be why it failed. */
  readonly sandboxDenied: boolean;
}

/** Output that a message shows, counted from its end. */
const SHOWN_CHARACTERS = 16_384;

/**
 * A command failed: it exited with another code than 0, a signal ended it, it could not be started or followed. The message is what a
 * terminal would show: the command, what it printed (the last 16,384 characters), how it ended.
 */
export class RunError extends Error implements RunResult {
  override readonly name = 'RunError';
  /** The first line of the message. */
  readonly shortMessage: string;
  readonly command!: string;
  readonly processId!: string;
  readonly exitCode!: number | undefined;
  readonly signal!: string | undefined;
  readonly stdout!: RunResult['stdout'];
  readonly stderr!: RunResult['stderr'];
  readonly all!: RunResult['all'];
  readonly durationMs!: number;
  readonly failed!: boolean;
  readonly timedOut!: boolean;
  readonly isCanceled!: boolean;
  readonly isTerminated!: boolean;
  readonly isMaxBuffer!: boolean;
  readonly sandboxDenied!: boolean;

  /** @param printed what the command printed, as a terminal would show it */
  constructor(result: RunResult<OutputOptions>, ending: string, printed: string, cause?: unknown) {
    const shortMessage = `Command ${ending}: ${result.command}`;
    super(`${shortMessage}\n\n$ ${result.command}\n${shown(printed)}[${ending}]`, { cause });
    this.shortMessage = shortMessage;
    Object.assign(this, result);
  }
}

const shown = (printed: string): string => {
  const text = printed === '' || printed.endsWith('\n') ? printed : `${printed}\n`;
  const left = text.length - SHOWN_CHARACTERS;
  return left <= 0 ? text : `… ${left} characters before\n${text.slice(left)}`;
};
