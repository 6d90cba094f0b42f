// The same server with another adapter behind one of its ports: here a dry run, which tells what
// it was asked to start and starts nothing. Whatever is not rebound stays as it is.
//   node examples/swap-adapter.mjs
import { ContainerModule, PORTS } from 'exec-server';
import { execServer } from 'exec-server/testing';

/** A ProcessRunner: every process prints its own command line and exits with 0. */
const dryRunner = {
  async start({ argv, cwd }, observer) {
    setImmediate(() => {
      observer.onOutput('stdout', Buffer.from(`would run ${argv.join(' ')} in ${cwd}\n`));
      observer.onExit(0);
      observer.onClose();
    });
    return {
      write: () => 'stdinClosed',
      interrupt: () => undefined,
      kill: () => undefined,
      pauseOutput: () => undefined,
      resumeOutput: () => undefined,
    };
  },
  dispose: async () => undefined,
};

const dryRun = new ContainerModule(({ rebind }) => {
  rebind(PORTS.processRunner).toConstantValue(dryRunner);
});

const harness = await execServer({ modules: [dryRun] });
const id = await harness.startProcess({ argv: ['rm', '-rf', '/'] });
process.stdout.write((await harness.outcome(id)).stdout);
await harness.shutdown();
