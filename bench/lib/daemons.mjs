import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChildGroup } from '../../scripts/codex/child-group.mjs';
import { ensureCodexCli } from '../../scripts/codex/cli-cache.mjs';

const DAEMON = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** Starts this project's daemon; run `npm run build` first. */
export const startOurs = async (args = []) => {
  if (!existsSync(DAEMON)) {
    throw new Error('dist/main/cli.js is missing: run npm run build first');
  }
  return await start('ours', [process.execPath, DAEMON, '--log-level', 'warn', ...args], {});
};

/** Starts a gateway of this project to these nodes. */
export const startGateway = async (nodes, args = []) =>
  await start(
    'gateway',
    [process.execPath, DAEMON, 'gateway', '--nodes', nodes, '--log-level', 'warn', ...args],
    {},
  );

/** Starts upstream from its cache, with a private home outside `/tmp`. */
export const startUpstream = async (args = []) => {
  const { cacheDir, command } = await ensureCodexCli({
    signal: new AbortController().signal,
    log: console.error,
  });
  const home = await mkdtemp(join(cacheDir, 'bench-'));
  const daemon = await start('upstream', [...command, 'exec-server', ...args], {
    CODEX_HOME: home,
  });
  const remove = () => rm(home, { recursive: true, force: true });
  return { ...daemon, stop: () => daemon.stop().then(remove) };
};

const start = async (name, command, env) => {
  const child = startChildGroup([...command, '--listen', 'ws://127.0.0.1:0'], {
    env: { ...process.env, ...env },
  });
  const url = await new Promise((resolve, reject) => {
    child.onStdout(() => {
      const [line, rest] = child.stdout().split('\n');
      if (rest !== undefined) {
        resolve(line);
      }
    });
    child.exited.then((how) => reject(new Error(`${name} ended with ${how}: ${child.stderr()}`)));
  });
  return { name, url, pid: child.pid, log: child.stderr, stop: child.end };
};

/** Resident memory of a process, in MiB. */
export const residentMib = (pid) => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024;
};
