import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import type { ExecServerHarness } from '../../../src/testing/index.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { ATTEMPTS, type Attempt } from './sandbox-attempts.js';
import { BASE } from './sandbox-fixture.js';
import { readOnly, workspaceWrite } from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

/** Not below `/tmp`, which `workspace-write` lets processes write to. */

describeSandboxed.each([
  { kind: 'read-only', sandboxOf: readOnly, writable: () => '/dev/shm' },
  { kind: 'workspace-write', sandboxOf: workspaceWrite, writable: (inside: string) => inside },
])('Under $kind nothing outside can be written by', ({ sandboxOf, writable }) => {
  let server: ExecServerHarness;
  let client: Client;
  let sockets: readonly Server[];
  let directory: string;
  let outside: string;
  let inside: string;
  let before: string;

  beforeAll(async () => {
    server = await sharedDaemon();
    client = await server.client();
  });

  beforeEach(async () => {
    mkdirSync(BASE, { recursive: true });
    directory = mkdtempSync(join(BASE, 'escape-'));
    outside = join(directory, 'outside');
    inside = join(directory, 'inside');
    mkdirSync(outside);
    mkdirSync(inside);
    writeFileSync(join(outside, 'marker'), 'untouched');
    writeFileSync(join(inside, 'startup'), 'echo x > $OUT/startup');
    const [near, abstract] = [createServer(), createServer()];
    near.listen(join(outside, 'socket'));
    abstract.listen(`\0exec-server-${server.daemon?.pid}`);
    sockets = [near, abstract];
    await Promise.all(sockets.map((socket) => once(socket, 'listening')));
    before = snapshotOf(outside);
  });

  afterEach(async () => {
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.close(done))));
    rmSync(directory, { recursive: true, force: true });
  });

  const run = async ({ script, env = {}, tty = false }: Attempt): Promise<string> => {
    const variables: Record<string, string> = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      OUT: outside,
      IN: inside,
      W: writable(inside),
      DAEMON: String(server.daemon?.pid),
      PORT: new URL(server.url).port,
    };
    for (const [name, value] of Object.entries(env)) {
      variables[name] = value.replace('$OUT', outside).replace('$IN', inside);
    }
    const { stdout } = await client.run('bash', ['-c', script], {
      cwd: inside,
      env: variables,
      extendEnv: false,
      tty,
      sandbox: sandboxOf(inside),
      reject: false,
    });
    return stdout;
  };

  test.each(ATTEMPTS)('$name', async (attempt) => {
    expect(await run(attempt)).not.toContain('ESCAPED');
    expect(snapshotOf(outside)).toBe(before);
    expect(readdirSync(directory).sort()).toEqual(['inside', 'outside']);
    expect(readFileSync(join(outside, 'marker'), 'utf8')).toBe('untouched');
    expect(await server.request('environment/status', {})).toEqual({ status: 'ready' });
  });
});

/** Names, sizes, modes and times of what is there. */
const snapshotOf = (directory: string): string =>
  readdirSync(directory)
    .sort()
    .map((name) => {
      const { size, mode, mtimeMs, nlink } = statSync(join(directory, name));
      return [name, size, mode, mtimeMs, nlink].join(' ');
    })
    .join('\n');
