import { closeSync, openSync, readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import { eventually } from '../proc-inspection.js';
import { useProcessFixture } from '../process-runner-fixture.js';

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('A start on %s with too few descriptors', (_, terminal) => {
  const fixture = useProcessFixture(terminal);

  test('fails with EMFILE or succeeds, and leaves no descriptor open', async () => {
    await fixture.run(['true'], { pipeStdin: true });
    const before = openDescriptors();
    const failures: unknown[] = [];
    const taken = takeAllDescriptors();
    for (let free = 0; free < 16; free++) {
      close(taken.splice(taken.length - free));
      try {
        const { observer } = await fixture.start(['true'], { pipeStdin: true });
        await observer.closed;
      } catch (error) {
        failures.push(error);
      } finally {
        taken.push(...takeAllDescriptors());
      }
    }
    close(taken);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThan(16);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(SpawnFailed);
      expect((failure as Error).message).toMatch(
        /^No file descriptors available \(os error 24\): /,
      );
    }
    // What makes FIFOs ready for later starts has some open for a moment.
    await eventually(() => openDescriptors() <= before);
    await fixture.run(['true'], { pipeStdin: true });
  });
});

const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

const takeAllDescriptors = (): number[] => {
  const taken: number[] = [];
  try {
    for (;;) {
      taken.push(openSync('/dev/null', 'r'));
    }
  } catch {
    return taken;
  }
};

const close = (fds: readonly number[]): void => {
  for (const fd of fds) {
    closeSync(fd);
  }
};
