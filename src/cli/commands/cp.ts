import { CliError } from '../cli-error.js';
import { copyFile, planCopy } from '../files/copy-files.js';
import { localSide, remoteSide } from '../files/file-side.js';
import type { Host } from '../host.js';
import { openSession } from '../server/open-session.js';
import { type ServerOptions, Servers } from '../server/servers.js';
import { ProgressBar } from '../terminal/progress-bar.js';

/** A copy that was interrupted leaves its session behind, which nothing remembers; a laptop may sleep as long. */
const SESSION_TTL_MS = 3_600_000;

/** Copies a file or a directory to the server or back; a path there begins with a colon. */
export const cp = async (
  from: string,
  to: string,
  options: ServerOptions,
  host: Host,
): Promise<number> => {
  const isUpload = to.startsWith(':');
  if (isUpload === from.startsWith(':')) {
    throw new CliError('one of both paths must begin with a colon: that is the one on the server');
  }
  const servers = new Servers(host, options);
  const { client, server } = await openSession(servers, SESSION_TTL_MS);
  try {
    const remote = remoteSide(client, server.isOwn ? host.cwd() : undefined);
    const [source, target] = isUpload ? [localSide, remote] : [remote, localSide];
    const plan = await planCopy(source, target, from.replace(/^:/, ''), to.replace(/^:/, ''));
    for (const directory of plan.directories) {
      await target.createDirectory(directory);
    }
    const total = plan.files.reduce((sum, { size }) => sum + size, 0);
    const bar = host.stderr.isTTY
      ? new ProgressBar(total, (text) => host.stderr.write(text))
      : undefined;
    let copied = 0;
    try {
      for (const file of plan.files) {
        await copyFile(source, target, file, (bytes) => bar?.show(copied + bytes));
        copied += file.size;
      }
    } finally {
      bar?.end();
    }
    for (const { path, reason } of plan.skipped) {
      host.stderr.write(`exec-server: skipped ${path}: ${reason}\n`);
    }
    return plan.skipped.length === 0 ? 0 : 1;
  } finally {
    await client.end();
  }
};
