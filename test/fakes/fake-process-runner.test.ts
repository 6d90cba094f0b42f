import { processLifecycleContract } from '../contracts/processes/process-lifecycle-contract.js';
import { FakeProcessRunner } from './fake-process-runner.js';

const SPEC = {
  argv: ['x'],
  arg0: undefined,
  cwd: '/',
  env: {},
  terminal: undefined,
  pipeStdin: false,
  confinement: undefined,
};

processLifecycleContract('FakeProcessRunner', () => {
  const runner = new FakeProcessRunner();
  return {
    runner,
    print: async (text, exitCode, observer) => {
      const process = await runner.start(SPEC, observer);
      setImmediate(() => {
        process.output(text);
        process.end(exitCode);
      });
      return process;
    },
    wait: async (observer) => {
      const process = await runner.start(SPEC, observer);
      // A killed process of the operating system ends by itself; here the test has to end it.
      process.kill = () => process.end(137);
      setImmediate(() => process.output('ready'));
      return process;
    },
  };
});
