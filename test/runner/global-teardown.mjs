import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What every planted secret of the suite begins with. */
const MARK = 'planted-';

/** Removes the bundle of the daemon. Fails the run when a secret that some test planted stands in the log of a daemon. */
const globalTeardown = async () => {
  const { EXEC_SERVER_HARNESS_LOGS: directory, EXEC_SERVER_HARNESS_PROGRAM: program } = process.env;
  if (program?.includes('/build/daemon-')) {
    await rm(dirname(dirname(dirname(program))), { recursive: true, force: true });
  }
  const names = await readdir(directory);
  const leaks = [];
  let lines = 0;
  for (const name of names) {
    const logged = (await readFile(join(directory, name), 'utf8')).split('\n').filter(Boolean);
    lines += logged.length;
    leaks.push(...logged.filter((line) => line.includes(MARK)));
  }
  await rm(directory, { recursive: true, force: true });
  if (leaks.length > 0) {
    throw new Error(`secrets in the log:\n${leaks.slice(0, 20).join('\n')}`);
  }
  console.log(`no planted secret in ${lines} log lines of ${names.length} daemons`);
};

export default globalTeardown;
