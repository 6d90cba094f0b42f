import type { Client, RunningProcess } from '../../client/index.js';
import type { SeenOutput } from './seen-output.js';

/** How long a command whose output has no reader any more may take to end by itself. */
const CLOSED_OUTPUT_MS = 2000;
/** How long the end of a session may take. Nothing is shown any more, so a broken connection is not waited for. */
const SESSION_END_MS = 5000;

type Endable = Pick<RunningProcess, 'stdout' | 'stderr' | 'kill'> & PromiseLike<unknown>;

/** The reader of its output is gone: the process gets the signal that a local one would get (SIGPIPE). */
export const endUnread = async (remote: Endable): Promise<void> => {
  remote.stdout.resume();
  remote.stderr.resume();
  remote.kill('SIGPIPE').catch(() => undefined);
  await within(CLOSED_OUTPUT_MS, remote);
};

/** A session whose server does not answer is left, and remembered. */
export const endSession = async (
  client: Pick<Client, 'end' | 'detach'>,
  seen: Pick<SeenOutput, 'remove' | 'save'>,
): Promise<void> => {
  if (await within(SESSION_END_MS, client.end())) {
    seen.remove();
    return;
  }
  seen.save();
  await client.detach();
};

interface Left {
  readonly client: Pick<Client, 'detach' | 'state'>;
  readonly process: Pick<RunningProcess, 'release'>;
}

/**
 * Leaves the command running. What has come of it is printed before it counts as seen: the server need not keep it any longer.
 *
 * @param printed rejects when it cannot be printed; undefined: it is not waited for, and nothing counts as seen
 */
export const leaveRunning = async (
  { client, process }: Left,
  seen: Pick<SeenOutput, 'save'>,
  printed: Promise<void> | undefined,
): Promise<void> => {
  process.release();
  const isPrinted = await printed?.then(
    () => true,
    () => false,
  );
  // Another terminal that has taken the command over notes what it has seen.
  if (isPrinted && client.state !== 'lost') {
    seen.save();
  }
  await client.detach();
};

/** Resolves with whether this has been fulfilled in time. */
const within = async (limitMs: number, awaited: PromiseLike<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  const isInTime = await Promise.race([awaited.then(() => true), late]);
  clearTimeout(timer);
  return isInTime;
};
