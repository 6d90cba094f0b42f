import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { LocalProcessRunner } from '../../../src/adapters/processes/local-process-runner.js';
import { Bubblewrap } from '../../../src/adapters/sandbox/bubblewrap/bubblewrap.js';
import { BubblewrapProgram } from '../../../src/adapters/sandbox/bubblewrap/bubblewrap-program.js';
import type { SandboxResources } from '../../../src/adapters/sandbox/bubblewrap/sandbox-resources.js';
import { SandboxedProcessRunner } from '../../../src/adapters/sandbox/sandboxed-process-runner.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../src/domain/processes/process-control.js';
import { compileSandboxPolicy } from '../../../src/domain/sandbox/confinement.js';
import { silentLogger } from '../../../src/main/silent-logger.js';
import {
  type ProcessRunnerSubject,
  processLifecycleContract,
} from '../../contracts/processes/process-lifecycle-contract.js';
import {
  describeProcessRunner,
  PENDING_INPUT_BYTES,
} from '../../contracts/processes/process-runner-contract.js';
import { FakeProcessRunner } from '../../fakes/fake-process-runner.js';
import { RecordingObserver } from '../../fakes/recording-observer.js';
import { Deferred } from '../../support/deferred.js';
import { isPending } from '../../support/is-pending.js';
import { settled } from '../../support/settled.js';
import { describeSandboxed } from '../../system/sandbox/with-bubblewrap.js';

const directory = mkdtempSync(join(realpathSync(tmpdir()), 'sandboxed-runner-'));
const workspace = join(directory, 'workspace');
const own = join(directory, 'own');
mkdirSync(workspace);
mkdirSync(own);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const makeRunner = (): SandboxedProcessRunner =>
  new SandboxedProcessRunner(
    new LocalProcessRunner(
      { maxPendingInputBytes: PENDING_INPUT_BYTES, stopTimeoutMs: 5000 },
      silentLogger,
      tmpdir,
    ),
    new Bubblewrap(
      new BubblewrapProgram('bwrap', () => process.env.PATH ?? ''),
      () => own,
      join(process.cwd(), 'dist', 'main', 'link-guard.js'),
      { placeholderMade: () => undefined, placeholderRemoved: () => undefined },
    ),
  );

describeProcessRunner('SandboxedProcessRunner without a confinement', makeRunner, 'pipes');

const confinement = compileSandboxPolicy(
  {
    permissions: {
      type: 'managed',
      files: [{ place: { type: 'path', path: '/' }, access: 'read' }],
      network: 'restricted',
    },
    cwd: workspace,
    workspaceRoots: [],
  },
  { cwd: workspace, temporaryDirectory: undefined },
);

const confinedSubject = (terminal: boolean): ProcessRunnerSubject => {
  const runner = makeRunner();
  const spec = {
    arg0: undefined,
    cwd: workspace,
    env: { PATH: '/usr/bin:/bin' },
    terminal: terminal ? DEFAULT_TERMINAL_SIZE : undefined,
    pipeStdin: false,
    confinement,
  };
  return {
    runner,
    print: (text, exitCode, observer) => {
      const argv = ['sh', '-c', 'printf %s "$0"; exit "$1"', text, String(exitCode)];
      return runner.start({ ...spec, argv }, observer);
    },
    wait: (observer) =>
      runner.start({ ...spec, argv: ['sh', '-c', 'echo ready; exec sleep 60'] }, observer),
  };
};

test('SandboxedProcessRunner reports the exit at once, and the rest when placeholders are removed', async () => {
  const removal = new Deferred();
  const inner = new FakeProcessRunner();
  const resources = { release: () => removal.promise } as SandboxResources;
  const command = async () => ({ argv: ['bwrap'], resources, isCurrent: async () => true });
  const runner = new SandboxedProcessRunner(inner, { command });
  const observer = new RecordingObserver();
  const spec = { arg0: undefined, cwd: '/', env: {}, terminal: undefined, pipeStdin: false };
  await runner.start({ ...spec, argv: ['true'], confinement }, observer);

  inner.latest.end(3);
  inner.latest.gone();
  await settled();
  expect(observer.order).toEqual(['exit']);
  expect(await isPending(runner.dispose())).toBe(true);
  removal.resolve();
  await observer.gone;
  expect(observer.order).toEqual(['exit', 'close', 'gone']);
});

describeSandboxed('SandboxedProcessRunner with a confinement', () => {
  processLifecycleContract('on pipes', () => confinedSubject(false));
  processLifecycleContract('on a terminal', () => confinedSubject(true));
});
