import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packagePath, packageVersion } from '../../main/package-root.js';
import { CliError } from '../cli-error.js';
import type { Host } from '../host.js';
import { type DaemonAddress, findDaemon, recordDaemon } from './daemon-address.js';
import { lockDirectory, withFileLock } from './file-lock.js';
import { identify } from './process-identity.js';

/** The daemon ends when it has had no session for this long. */
const IDLE_TIME = '10m';
/** Ten years: a session ends when its user says so, or the daemon ends. */
export const SESSION_TTL_MS = 10 * 365 * 24 * 3_600_000;
/** The largest: a command that prints more than this while no terminal is attached is paused until one is. */
const OUTPUT_WINDOW = '20MiB';

const OPTIONS = [
  ...['--listen', 'ws://127.0.0.1:0', '--ws-auth', 'capability-token'],
  ...['--exit-when-idle', IDLE_TIME, '--max-session-ttl', `${SESSION_TTL_MS / 3_600_000}h`],
  // What `logs` and `attach` can show again after it was acknowledged.
  ...['--output-window', OUTPUT_WINDOW, '--output-retention', OUTPUT_WINDOW],
  ...['--log-level', 'warn'],
];

/**
 * Variables that would contradict these options or make the daemon a node of a fleet, whose clients do not have its token, and those by
 * which systemd speaks to the service that this runs in.
 */
const CONTRADICTING = new RegExp(
  '^(CODEX_EXEC_SERVER_EXIT_ON_STDIN_CLOSE|EXEC_SERVER_(WS_.*|CONFIG|EXIT_WITH_PARENT|LISTEN|URL|TOKEN|TOKEN_FILE)|' +
    'EXEC_SERVER_(ADVERTISE|ANNOUNCE|NODE_ID|TRUSTED_PROXY)|' +
    'LISTEN_(FDS|FDNAMES|PID|PIDFDID)|NOTIFY_SOCKET|WATCHDOG_(USEC|PID))$',
);

/** What the daemon has of the environment of the command that starts it. */
export const daemonEnvironment = (env: Host['env']): Host['env'] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !CONTRADICTING.test(name)));

/** The log of the running daemon; that of the one before has `.old` behind it. */
export const daemonLog = (directory: string): string => join(directory, 'daemon.log');

/**
 * The address of the user's own daemon, which is started where none runs. Of two calls at once, in any processes, one
 * starts it.
 *
 * @throws {CliError} when it cannot be started, with its own reason.
 */
export const ensureDaemon = async (directory: string, host: Host): Promise<DaemonAddress> =>
  findDaemon(directory) ??
  (await withFileLock(
    join(directory, 'daemon.lock'),
    async () => findDaemon(directory) ?? (await startDaemon(directory, host)),
  ));

const startDaemon = async (directory: string, { env }: Host): Promise<DaemonAddress> => {
  const token = randomBytes(32).toString('hex');
  const log = daemonLog(directory);
  try {
    renameSync(log, `${log}.old`);
  } catch {
    // The first daemon.
  }
  const descriptors = [openSync(log, 'a', 0o600), await lockDirectory(directory)];
  const child = spawn(
    process.execPath,
    [packagePath('dist', 'main', 'cli.js'), 'serve', ...OPTIONS, ...tokenOption(token)],
    {
      // A session of its own, so that it survives the terminal; `/`, so that it holds no mount.
      detached: true,
      cwd: '/',
      env: daemonEnvironment(env),
      stdio: ['ignore', 'pipe', ...descriptors],
    },
  );
  descriptors.forEach(closeSync);
  const url = await urlOf(child).catch((error: Error) => {
    throw new CliError(`the daemon cannot be started: ${lastLine(log) || error.message}`);
  });
  child.unref();
  const address = { ...identify(child.pid as number), url, token, version: packageVersion() };
  try {
    recordDaemon(directory, address);
  } catch (error) {
    // Without its address no command line finds it, and each would start another one.
    child.kill();
    throw error;
  }
  return address;
};

/** Its arguments are seen by every user of the host, so they have only a digest. */
const tokenOption = (token: string): readonly string[] => [
  '--ws-token-sha256',
  createHash('sha256').update(token).digest('hex'),
];

/** The first line of its standard output, which is closed then. */
const urlOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const { stdout } = child;
    if (stdout === null) {
      reject(new Error('it has no standard output'));
      return;
    }
    child.once('error', reject).once('exit', (code, signal) => {
      reject(new Error(`it ended at once with ${signal ?? `exit code ${code}`}`));
    });
    createInterface(stdout).once('line', (line) => {
      child.removeAllListeners();
      stdout.destroy();
      resolve(line);
    });
  });

/** Without the word `Error: ` before it. */
const lastLine = (log: string): string | undefined =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^error: /i, '');
