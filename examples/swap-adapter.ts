// The same server with another adapter behind one of its ports: a dry run, which prints what it was asked to start and
// starts nothing. Ports that are not rebound keep their adapters.
//   node examples/swap-adapter.ts
import { ContainerModule, PORTS, type ProcessControl, type ProcessRunner } from 'exec-server';
import { execServer } from 'exec-server/testing';

/** No process is behind it: there is nothing to write to, to signal or to read from. */
const endedProcess: ProcessControl = {
  write: () => 'stdinClosed',
  closeInput: () => undefined,
  resize: () => undefined,
  signal: () => undefined,
  kill: () => undefined,
  pauseOutput: () => undefined,
  resumeOutput: () => undefined,
};

/** Every process prints its own command line and exits with 0. */
const dryRunner: ProcessRunner = {
  async start({ argv, cwd }, observer) {
    setImmediate(() => {
      observer.onOutput('stdout', Buffer.from(`would run ${argv.join(' ')} in ${cwd}\n`));
      observer.onExit(0);
      observer.onClose();
      observer.onGone();
    });
    return endedProcess;
  },
  dispose: async () => undefined,
};

const dryRun = new ContainerModule(({ rebind }) => {
  rebind(PORTS.processRunner).toConstantValue(dryRunner);
});

const harness = await execServer({ modules: [dryRun] });
const client = await harness.client();
console.log((await client.run('rm', ['-rf', '/'], { cwd: '/' })).stdout);
await harness.shutdown();
