import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Client, RunOptions } from '../../../src/client/index.js';
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
  /** Clients of the daemon that the suite shares: for frames, and for processes. */
  server: TestClient;
  client: Client;
  /** A new, empty one for each test. */
  workspace: string;
}

/** Sets a fixture up for the tests of the suite that it is called in. */
export const sandboxFixture = (): SandboxFixture => {
  const fixture = { workspace: '' } as SandboxFixture;
  let directory: string;
  beforeAll(async () => {
    const daemon = await sharedDaemon();
    fixture.server = await daemon.testClient();
    fixture.client = await daemon.client();
  });
  afterAll(async () => {
    await fixture.server.disconnect();
    await fixture.client.close();
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

/** How a script is run; `argv` stands for the shell that runs it otherwise. */
interface ConfinedOptions extends RunOptions {
  readonly argv?: readonly string[];
}

/** Starts a script that may write to the workspace. */
export const startConfined = (
  { client, workspace }: Pick<SandboxFixture, 'client' | 'workspace'>,
  script: string,
  { argv = ['bash', '--norc', '-c', script], ...options }: ConfinedOptions = {},
) => {
  const [file = '', ...args] = argv;
  const sandbox = workspaceWrite(workspace);
  const defaults = { cwd: workspace, env: ENV, extendEnv: false, sandbox };
  return client.run(file, args, {
    ...defaults,
    reject: false,
    stripFinalNewline: false,
    ...options,
  });
};

/** The same, to the end. @throws {RequestFailed} when it cannot be started */
export const runConfined = async (
  fixture: SandboxFixture,
  script: string,
  options: ConfinedOptions = {},
) => {
  const process = startConfined(fixture, script, options);
  await process.started;
  const result = await process;
  return { ...result, text: result.stdout.replaceAll('\r', '') };
};
