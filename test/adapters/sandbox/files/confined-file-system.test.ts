import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { Bubblewrap } from '../../../../src/adapters/sandbox/bubblewrap/bubblewrap.js';
import { BubblewrapProgram } from '../../../../src/adapters/sandbox/bubblewrap/bubblewrap-program.js';
import { FileWorkerPool } from '../../../../src/adapters/sandbox/files/file-worker-pool.js';
import { SandboxedFileSystems } from '../../../../src/adapters/sandbox/files/sandboxed-file-systems.js';
import type { FileSystem } from '../../../../src/application/ports/file-system.js';
import { compileSandboxPolicy } from '../../../../src/domain/sandbox/confinement.js';
import { fileSystemContract } from '../../../contracts/file-system-contract.js';
import { describeSandboxed } from '../../../system/sandbox/with-bubblewrap.js';
import { nodeFixture, removeFixtures } from '../../file-system/node-fixture.js';

/** As it was built: it runs in a process of its own. */
const PROGRAM = join(process.cwd(), 'dist', 'main', 'file-worker.js');
const createDirectory = (name: string): string =>
  mkdtempSync(join(realpathSync(tmpdir()), `exec-server-${name}-`));
const own = createDirectory('own');
const workspace = createDirectory('workspace');
// What would be made for as long as the sandbox runs, so that it can run on from test to test.
for (const name of ['.git', '.agents', '.codex', '.aws']) {
  mkdirSync(join(workspace, name));
}
const bubblewrap = new Bubblewrap(
  new BubblewrapProgram('bwrap', () => process.env.PATH ?? ''),
  () => own,
  join(process.cwd(), 'dist', 'main', 'link-guard.js'),
  { placeholderMade: () => undefined, placeholderRemoved: () => undefined },
);
const helpers = new FileWorkerPool(bubblewrap, PROGRAM);

afterAll(async () => {
  await helpers.dispose();
  bubblewrap.dispose();
  removeFixtures();
  for (const directory of [own, workspace]) {
    rmSync(directory, { recursive: true, force: true });
  }
});

describeSandboxed('In a sandbox that hides all but one directory', () => {
  fileSystemContract('of a sandbox', () => {
    const fixture = nodeFixture(workspace);
    const policy = {
      permissions: {
        type: 'managed' as const,
        files: [{ place: { type: 'path' as const, path: workspace }, access: 'write' as const }],
        network: 'restricted' as const,
      },
      cwd: workspace,
      workspaceRoots: [],
    };
    const none = undefined as unknown as FileSystem;
    const files = new SandboxedFileSystems(none, helpers).forSandbox(
      compileSandboxPolicy(policy, { cwd: workspace, temporaryDirectory: undefined }),
    );
    return { ...fixture, files };
  });
});
