import { type ChildProcess, spawn } from 'node:child_process';
import type { Server } from 'node:net';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { killGroup } from '../../shared/send-signal.js';
import { shortageOf } from '../../shared/shortage.js';
import type { Bubblewrap } from '../bubblewrap/bubblewrap.js';
import { nsenter } from '../bubblewrap/network-namespace.js';
import { explainSystemError } from '../bubblewrap/system-error.js';
import type { HandOver } from './hold-namespace.js';

/** A network namespace with sockets that listen on its loopback, which is all that there is in it. */
export interface HeldNamespace {
  readonly handles: readonly Server[];
  /** The directory of its namespaces. */
  readonly path: string;
  /** Ends its holder; it is gone when the last process in it has ended. */
  close(): void;
}

/** Node hangs at its start when it cannot create threads, and reports nothing. */
const START_MS = 10_000;
const MAX_STDERR_CHARACTERS = 300;

/**
 * Makes network namespaces. Each is held by a process in it, which makes the sockets, hands them over, and does nothing
 * more: connections are accepted by the daemon, and no part of the proxy is within reach of the sandbox.
 */
export class NetworkNamespaces {
  readonly #bubblewrap: Bubblewrap;
  readonly #holder: string;

  /** `holder` is the path of the script that holds a namespace. */
  constructor(bubblewrap: Bubblewrap, holder: string) {
    this.#bubblewrap = bubblewrap;
    this.#holder = holder;
  }

  /**
   * Resolves when all sockets are handed over.
   *
   * @throws {SandboxRefused} when it cannot be made; {SpawnFailed} when the host lacks memory, processes or descriptors.
   */
  async create(sockets: number): Promise<HeldNamespace> {
    nsenter();
    const bubblewrap = await this.#bubblewrap.path();
    const isolation = ['--unshare-user', '--unshare-net', '--die-with-parent', '--cap-drop', 'ALL'];
    const holder = [process.execPath, this.#holder, String(sockets)];
    let child: ChildProcess;
    try {
      child = spawn(bubblewrap, [...isolation, '--dev-bind', '/', '/', '--', ...holder], {
        cwd: '/',
        env: {},
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        // Of another group, so that Ctrl-C at a daemon in a terminal does not reach it.
        detached: true,
      });
    } catch (error) {
      return explainSystemError(error);
    }
    return receive(child, sockets);
  }
}

const receive = (child: ChildProcess, sockets: number): Promise<HeldNamespace> => {
  const handles: Server[] = [];
  let text = '';
  let hasEnded = false;
  const close = (): void => {
    if (child.connected) {
      child.disconnect();
    }
    if (!hasEnded) {
      killGroup(child);
    }
  };
  return new Promise<HeldNamespace>((resolve, reject) => {
    const fail = (reason: string): void => {
      close();
      for (const handle of handles) {
        handle.close();
      }
      const cause = reason.trim();
      reject(
        shortageOf(cause) ?? new SandboxRefused(`no network namespace can be made (${cause})`),
      );
    };
    const timer = setTimeout(() => fail(`it did not start within ${START_MS} ms`), START_MS);
    child.stderr?.on('data', (bytes: Buffer) => {
      if (text.length < MAX_STDERR_CHARACTERS) {
        text += bytes.toString();
      }
    });
    child.once('error', ({ message }) => fail(message));
    child.once('close', (code) => {
      hasEnded = true;
      clearTimeout(timer);
      fail(text || `exit code ${code}`);
    });
    child.on('message', ({ pid }: HandOver, handle) => {
      handles.push(handle as Server);
      if (handles.length === sockets) {
        clearTimeout(timer);
        resolve({ handles, path: `/proc/${pid}/ns`, close });
      }
    });
  });
};
