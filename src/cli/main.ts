import { CliError } from './cli-error.js';
import { EXIT_BROKEN_PIPE, EXIT_OWN_FAILURE } from './exit-code.js';
import { runCommandLine } from './run-command-line.js';

const { stdin, stdout, stderr, env } = process;

// Its reader may have gone (`exec-server ps | head -1`), or the disk is full. The command goes on to its end.
stdout.once('error', ({ code, message }: NodeJS.ErrnoException) => {
  const isClosed = code === 'EPIPE' || stdout.isTTY;
  process.exitCode ??= isClosed ? EXIT_BROKEN_PIPE : EXIT_OWN_FAILURE;
  if (!isClosed) {
    stderr.write(`exec-server: standard output cannot be written: ${message}\n`);
  }
});
stdout.on('error', () => undefined);
stderr.on('error', () => undefined);

const workingDirectory = (): string => {
  try {
    return process.cwd();
  } catch {
    throw new CliError('the working directory of this shell does not exist any more');
  }
};

const exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  stdin,
  stdout,
  stderr,
  uid: process.geteuid?.() ?? 0,
  cwd: workingDirectory,
});
if (exitCode !== 0) {
  process.exitCode = exitCode;
}
