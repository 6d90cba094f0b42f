import { processOutcome } from '../conformance/process-outcome.mjs';
import { outcomeOf } from './outcomes.mjs';

/** Prints a line for each probe: its name, and the last line of its error; nothing when it did not fail. */
const SCRIPT = `
try() { printf '%s\\t' "$1"; shift; message=$("$@" 2>&1 > /dev/null) && echo || echo "$message" | tail -n 1; }
write() { echo x | tee -a "$1"; }
while [ $# -gt 0 ]; do
  case $1 in
    file) try "read $2" cat "$3"; try "write $2" write "$3" ;;
    directory) try "list $2" ls "$3"; try "make in $2" mkdir "$3/by-process" ;;
    missing) try "make $2" mkdir "$3" ;;
  esac
  shift 3
done
`;

/**
 * Tries a policy by process: resolves with what came of each probe, by name; with `start` alone when it did not start.
 *
 * @returns {Promise<Map<string, string>>}
 */
export async function probeByProcess(wire, sandbox, { tree, at, env }) {
  const found = new Map();
  const probes = [
    ...tree.files.flatMap((name) => ['file', name, at.path(name)]),
    ...tree.directories.flatMap((name) => ['directory', name, at.path(name)]),
    ...tree.missing.flatMap((name) => ['missing', name, at.path(name)]),
  ];
  const processId = 'probe';
  const answer = await wire.request('process/start', {
    processId,
    argv: ['/bin/sh', '-c', SCRIPT, 'probe', ...probes],
    // A policy may hide the directory of the tree.
    cwd: 'file:///',
    env: { PATH: '/usr/bin:/bin', ...env },
    tty: false,
    sandbox,
  });
  if (answer.error) {
    return found.set('start', outcomeOf(answer));
  }
  const { stdout = '', stderr = '', exitCode } = await processOutcome(wire, processId);
  for (const line of stdout.split('\n').filter(Boolean)) {
    const [probe, message] = line.split('\t');
    found.set(probe, message ? outcomeOf({ message }) : '+');
  }
  const end = stderr.trim().split('\n').at(-1);
  return found.size > 0 ? found : found.set('start', `exit ${exitCode} (${end})`);
}
