import { isUtf8 } from 'node:buffer';
import { ApplyPatch } from '../../application/use-cases/patches/apply-patch.js';
import { PatchFailed } from '../../domain/patches/patch.js';
import { describeOsError } from '../../protocol/os-errors.js';
import { NodePatchFiles } from './node-patch-files.js';

/** How the program is called. */
export interface PatchCall {
  readonly args: readonly string[];
  /** Whether the arguments were UTF-8, before they were decoded. */
  readonly areArgsUtf8: () => boolean;
  readonly readInput: () => Uint8Array;
  readonly workingDirectory: () => string;
}

/** What the program prints, and its exit code. */
export interface PatchResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const USAGE = "Usage: apply_patch 'PATCH'\n       echo 'PATCH' | apply_patch";

/** An error of the call. */
class CallFailed extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = EXIT_FAILURE) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The program `apply_patch`: applies the patch that is its argument or its standard input. */
export const runPatchProgram = (call: PatchCall): PatchResult => {
  try {
    const text = patchText(call);
    const directory = attempt('Failed to determine current directory.', call.workingDirectory);
    const stdout = new ApplyPatch(new NodePatchFiles(directory)).execute(text);
    return { exitCode: 0, stdout, stderr: '' };
  } catch (error) {
    if (!(error instanceof PatchFailed || error instanceof CallFailed)) {
      throw error;
    }
    const exitCode = error instanceof CallFailed ? error.exitCode : EXIT_FAILURE;
    return { exitCode, stdout: '', stderr: `${error.message}\n` };
  }
};

const patchText = ({ args, areArgsUtf8, readInput }: PatchCall): string => {
  const [patch, ...more] = args;
  if (patch === undefined) {
    return decodeInput(attempt('Failed to read PATCH from stdin.', readInput));
  }
  if (!areArgsUtf8()) {
    throw new CallFailed('Error: apply_patch requires a UTF-8 PATCH argument.');
  }
  if (more.length > 0) {
    throw new CallFailed('Error: apply_patch accepts exactly one argument.', EXIT_USAGE);
  }
  return patch;
};

const decodeInput = (bytes: Uint8Array): string => {
  if (!isUtf8(bytes)) {
    throw new CallFailed(
      'Error: Failed to read PATCH from stdin.\nstream did not contain valid UTF-8',
    );
  }
  if (bytes.length === 0) {
    throw new CallFailed(USAGE, EXIT_USAGE);
  }
  return Buffer.from(bytes).toString();
};

const attempt = <T>(fault: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException;
    throw new CallFailed(`Error: ${fault}\n${describeOsError(code)}`);
  }
};
