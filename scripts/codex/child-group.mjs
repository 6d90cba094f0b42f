import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 3000;
const DRAIN_MS = 500;

/** Groups not ended yet: killed when this process exits by whatever way still runs JavaScript. */
const live = new Set();
process.on('exit', () => {
  for (const pid of live) {
    signalGroup(pid, 'SIGKILL');
  }
});

/**
 * Starts a program at the head of a process group of its own, without stdin, keeping what it
 * prints. `exited` resolves with its exit code, or the name of the signal that ended it, once its
 * output has been read; `end()` asks the whole group to stop, kills it after 3 s, and waits until
 * it is gone.
 *
 * @param {readonly string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function startChildGroup([file, ...args], options = {}) {
  const child = spawn(file, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid) {
    live.add(child.pid);
  }
  const exited = exitOf(child);
  // Whoever awaits it sees the failure; nobody having awaited it yet is not one.
  exited.catch(() => undefined);
  return {
    pid: child.pid,
    stdout: collect(child.stdout),
    stderr: collect(child.stderr),
    onStdout: (listener) => child.stdout.on('data', listener),
    exited,
    end: () => endGroup(child.pid, exited),
  };
}

/** A grandchild that keeps the pipes open holds the result up for 500 ms, not for ever. */
async function exitOf(child) {
  const closed = once(child, 'close').catch(() => undefined);
  const [code, signal] = await once(child, 'exit');
  await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
  return code ?? signal;
}

function collect(stream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}

async function endGroup(pid, exited) {
  if (!pid) {
    return;
  }
  signalGroup(pid, 'SIGTERM');
  await Promise.race([exited, delay(GRACE_MS, undefined, { ref: false })]);
  signalGroup(pid, 'SIGKILL');
  await exited;
  live.delete(pid);
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
