import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What every planted secret of the suite begins with. */
const MARK = 'planted-';

/** Fails the run when a secret that some test planted stands in the log of a daemon. */
const searchLogs = async () => {
  const folder = process.env.EXEC_SERVER_HARNESS_LOGS;
  const names = await readdir(folder);
  const leaks = [];
  let lines = 0;
  for (const name of names) {
    const logged = (await readFile(join(folder, name), 'utf8')).split('\n').filter(Boolean);
    lines += logged.length;
    leaks.push(...logged.filter((line) => line.includes(MARK)));
  }
  await rm(folder, { recursive: true, force: true });
  if (leaks.length > 0) {
    throw new Error(`secrets in the log:\n${leaks.slice(0, 20).join('\n')}`);
  }
  console.log(`no planted secret in ${lines} log lines of ${names.length} daemons`);
};

export default searchLogs;
