import type { WaitOptions } from '../command-options.js';
import { exitCodeOf } from '../exit-code.js';
import type { Host } from '../host.js';
import { observeSession } from '../server/open-session.js';
import { Servers } from '../server/servers.js';
import { shortId } from '../sessions/session-record.js';
import { chooseSession } from './choose-session.js';

const WAIT_MS = 30_000;

/** Waits until commands have ended; prints their exit codes in the order of the ids, and returns the last one. */
export const wait = async (
  ids: readonly string[],
  { json, ...options }: WaitOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const chosen = ids.map((id) => chooseSession(servers, id));
  const ends = chosen.map(async ({ server, record }) => {
    const observer = await observeSession(servers, server, record);
    try {
      let afterSeq = 0;
      for (;;) {
        const { processId } = record;
        const page = await observer.read({ processId, afterSeq, maxBytes: 1, waitMs: WAIT_MS });
        if (page.closed) {
          return { record, exitCode: exitCodeOf(page.exitCode, page.signal), signal: page.signal };
        }
        afterSeq = page.nextSeq - 1;
      }
    } finally {
      await observer.close();
    }
  });
  let exitCode = 0;
  // Each is printed as soon as those before it have ended.
  for (const end of ends) {
    const { record, signal, ...ended } = await end;
    exitCode = ended.exitCode;
    host.stdout.write(
      json
        ? `${JSON.stringify({ id: shortId(record), exitCode, signal: signal ?? null })}\n`
        : `${exitCode}\n`,
    );
  }
  return exitCode;
};
