import type { WaitOptions } from '../command-options.js';
import { EXIT_OWN_FAILURE, exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { observing } from '../server/open-session.js';
import { Servers } from '../server/servers.js';
import { shortId } from '../sessions/session-record.js';
import { type Chosen, chooseSession } from './choose-session.js';

const WAIT_MS = 30_000;

/**
 * Waits until commands have ended; prints their exit codes in the order of the ids, and returns the last one. Of one that is lost
 * it says why.
 */
export const wait = async (
  ids: readonly string[],
  { json, ...options }: WaitOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const chosen = ids.map((id) => chooseSession(servers, id));
  const ends = chosen.map((one) =>
    endOf(servers, one).catch((error: Error) => ({ exitCode: EXIT_OWN_FAILURE, error })),
  );
  let exitCode = 0;
  // Each is printed as soon as those before it have ended.
  for (const ending of ends) {
    const end = await ending;
    exitCode = end.exitCode;
    if ('error' in end) {
      host.stderr.write(`exec-server: ${end.error.message}\n`);
    } else {
      host.stdout.write(json ? `${JSON.stringify(end)}\n` : `${exitCode}\n`);
    }
  }
  return exitCode;
};

interface End {
  readonly id: string;
  readonly exitCode: number;
  readonly signal: string | null;
}

const endOf = (servers: Servers, { server, record }: Chosen): Promise<End> =>
  observing(servers, server, record, async (observer) => {
    const { processId } = record;
    for (;;) {
      // Behind all output, of which nothing is to come here.
      const afterSeq = Number.MAX_SAFE_INTEGER;
      const page = await observer.read({ processId, afterSeq, waitMs: WAIT_MS });
      if (page.closed) {
        const { exitCode, signal = null } = page;
        return { id: shortId(record), exitCode: exitCodeOf(exitCode, signal), signal };
      }
    }
  });
