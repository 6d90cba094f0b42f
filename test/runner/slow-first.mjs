import SequencerModule from '@jest/test-sequencer';
import { SLOW_SUITES } from './suites.mjs';

const TestSequencer = SequencerModule.default ?? SequencerModule;

/** Starts suites in the order of `SLOW_SUITES`, and then the others by name; needs no cache of an earlier run. */
export default class SlowFirst extends TestSequencer {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
  }
}

const rank = ({ path }) => {
  const index = SLOW_SUITES.findIndex((suite) => path.endsWith(`/${suite}.test.cjs`));
  return index === -1 ? SLOW_SUITES.length : index;
};
