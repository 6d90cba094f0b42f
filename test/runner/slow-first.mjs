import SequencerModule from '@jest/test-sequencer';
import { groupOf } from './test-groups.mjs';

const TestSequencer = SequencerModule.default ?? SequencerModule;

/** Seconds that a file takes by itself, of those that take long. A file that is missing here only starts later. */
const SECONDS = {};

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
