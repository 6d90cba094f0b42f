import { EXIT_BROKEN_PIPE, EXIT_OWN_FAILURE } from './exit-code.js';
import { runCommandLine } from './run-command-line.js';

const { stdin, stdout, stderr, env } = process;

// Its reader may have gone (`exec-server ps | head -1`), or the disk is full. The command goes on to its end.
stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  process.exitCode ??= code === 'EPIPE' ? EXIT_BROKEN_PIPE : EXIT_OWN_FAILURE;
});
stderr.on('error', () => undefined);

const exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  stdin,
  stdout,
  stderr,
  uid: process.geteuid?.() ?? 0,
  cwd: () => process.cwd(),
});
if (exitCode !== 0) {
  process.exitCode = exitCode;
}
