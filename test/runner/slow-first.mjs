import SequencerModule from '@jest/test-sequencer';
import { groupOf } from './test-groups.mjs';

const TestSequencer = SequencerModule.default ?? SequencerModule;

/** Seconds that a file takes by itself, of those that take long. A file that is missing here only starts later. */
export const SECONDS = {
  'test/system/processes/orphans.test.ts': 20,
  'test/system/daemon/standard-streams.test.ts': 15,
  'test/system/sessions/output-recovery.test.ts': 15,
  'test/adapters/sandbox/files/confined-file-system.test.ts': 14,
  'test/system/limits/limits.test.ts': 14,
  'test/fuzz/fuzz.test.ts': 12,
  'test/system/daemon/examples.test.ts': 11,
  'test/system/daemon/signals.test.ts': 11,
  'test/system/limits/byte-limits.test.ts': 11,
  'test/adapters/processes/termination/process-tree.test.ts': 10,
  'test/system/daemon/command-line.test.ts': 10,
  'test/adapters/processes/pipes/local-process-runner-pipes.test.ts': 9,
  'test/adapters/processes/spawn/spawn-errors.test.ts': 9,
  'test/adapters/sandbox/sandboxed-process-runner.test.ts': 9,
  'test/faults/lossless-output.test.ts': 9,
  'test/system/daemon/exit-with-parent.test.ts': 9,
  'test/adapters/file-system/node-file-system.test.ts': 8,
  'test/adapters/processes/io/output-before-exit.test.ts': 8,
  'test/adapters/processes/spawn/inherited-state.test.ts': 8,
  'test/adapters/processes/termination/session-killer.test.ts': 8,
  'test/adapters/websocket/load.test.ts': 8,
  'test/properties/file-systems.test.ts': 8,
  'test/system/processes/process-limit.test.ts': 8,
  'test/adapters/processes/spawn/failed-starts.test.ts': 7,
  'test/adapters/processes/spawn/program-and-environment.test.ts': 7,
  'test/system/http/http-request.test.ts': 7,
  'test/system/sandbox/sandbox-escapes.test.ts': 7,
  'test/system/sessions/sessions.test.ts': 7,
  'test/application/use-cases/configuration/project-layers.test.ts': 6,
  'test/properties/acknowledged-output.test.ts': 6,
  'test/system/access/authentication.test.ts': 6,
  'test/system/daemon/bare-host.test.ts': 6,
  'test/system/daemon/log.test.ts': 6,
  'test/system/limits/load.test.ts': 6,
  'test/system/sandbox/sandbox-links.test.ts': 6,
  'test/adapters/processes/pipes/removed-fifos.test.ts': 4,
};

const SECONDS_OF_GROUP = { system: 3, adapters: 2, unit: 1 };

const secondsOf = (path) => SECONDS[path] ?? SECONDS_OF_GROUP[groupOf(path)] ?? 1;

/** Starts the slowest files first, so that no core is idle while the last of them runs; needs no cache of an earlier run. */
export default class SlowFirst extends TestSequencer {
  sort(tests) {
    const seconds = new Map(
      tests.map((test) => [
        test,
        secondsOf(test.path.slice(test.context.config.rootDir.length + 1)),
      ]),
    );
    return [...tests].sort(
      (a, b) => seconds.get(b) - seconds.get(a) || a.path.localeCompare(b.path),
    );
  }
}
