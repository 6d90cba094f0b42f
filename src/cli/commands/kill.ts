import type { Observer } from '../../client/index.js';
import type { KillOptions } from '../command-options.js';
import type { Host } from '../host.js';
import { observing } from '../server/open-session.js';
import { Servers } from '../server/servers.js';
import { chooseSession } from './choose-session.js';

/** How long a command may take to end after SIGTERM. */
const PATIENCE_MS = 10_000;

/** Ends commands, or sends them a signal. Their output and exit codes stay for `attach`. */
export const kill = async (
  ids: readonly string[],
  { signal, ...options }: KillOptions,
  host: Host,
): Promise<number> => {
  const servers = new Servers(host, options);
  const chosen = ids.map((id) => chooseSession(servers, id));
  await Promise.all(
    chosen.map(({ server, record }) =>
      observing(servers, server, record, (observer) =>
        signal === undefined
          ? end(observer, record.processId)
          : observer.signal(record.processId, signal),
      ),
    ),
  );
  return 0;
};

const end = async (observer: Observer, processId: string): Promise<void> => {
  await observer.signal(processId, 'SIGTERM');
  const untilMs = performance.now() + PATIENCE_MS;
  let afterSeq = 0;
  for (let leftMs = PATIENCE_MS; leftMs > 0; leftMs = untilMs - performance.now()) {
    const { exited, nextSeq } = await observer.read({
      processId,
      afterSeq,
      maxBytes: 1,
      waitMs: Math.ceil(leftMs),
    });
    if (exited) {
      return;
    }
    afterSeq = nextSeq - 1;
  }
  await observer.terminate(processId);
};
