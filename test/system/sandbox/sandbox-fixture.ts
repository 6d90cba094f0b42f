import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { TestClient } from '../../../src/testing/test-client.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { workspaceWrite } from './sandbox-policies.js';

/** Where workspaces of tests are: not below `/tmp`, which sandboxes may write to, wherever the project is. */
export const BASE = process.cwd().startsWith('/tmp/')
  ? join(homedir(), '.cache', 'exec-server-tests')
  : join(process.cwd(), 'node_modules', '.cache');
/** The environment in which processes start unless a test says otherwise. */
export const ENV = { PATH: '/usr/bin:/bin' };

/** Where a process may do nothing but what its sandbox lets it: what a suite of tests about it has. */
export interface SandboxFixture {
  /** A client of the daemon that the suite shares. */
  server: TestClient;
  /** A new, empty one for each test. */
  workspace: string;
}

/** Sets a fixture up for the tests of the suite that it is called in. */
export const sandboxFixture = (): SandboxFixture => {
  const fixture = { workspace: '' } as SandboxFixture;
  let directory: string;
  beforeAll(async () => {
    fixture.server = await (await sharedDaemon()).testClient();
  });
  afterAll(async () => {
    await fixture.server.disconnect();
  });
  beforeEach(() => {
    mkdirSync(BASE, { recursive: true });
    directory = mkdtempSync(join(BASE, 'sandbox-'));
    fixture.workspace = join(directory, 'a b "ü');
    mkdirSync(fixture.workspace);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return fixture;
};

/** Starts a script that may write to the workspace; resolves with its process id. */
export const startConfined = (
  { server, workspace }: Pick<SandboxFixture, 'workspace'> & { readonly server: TestClient },
  script: string,
  more: object = {},
): Promise<string> =>
  server.startProcess({
    argv: ['bash', '--norc', '-c', script],
    cwd: new URL(`file://${encodeURI(workspace)}`).href,
    env: ENV,
    sandbox: workspaceWrite(workspace),
    ...more,
  });

/** The same, to the end. */
export const runConfined = async (fixture: SandboxFixture, script: string, more: object = {}) => {
  const processId = await startConfined(fixture, script, more);
  const outcome = await fixture.server.outcome(processId);
  const { sandboxDenied } = await fixture.server.request<{ sandboxDenied: boolean }>(
    'process/read',
    {
      processId,
    },
  );
  return { ...outcome, text: (outcome.stdout + outcome.pty).replaceAll('\r', ''), sandboxDenied };
};
