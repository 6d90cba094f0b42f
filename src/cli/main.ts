import { runCommandLine } from './run-command-line.js';

const { stdin, stdout, stderr, env } = process;

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  stdin,
  stdout,
  stderr,
  uid: process.geteuid?.() ?? 0,
  cwd: () => process.cwd(),
});
