import { describe, expect, test } from '@jest/globals';
import { useProcessFixture } from '../process-runner-fixture.js';

/** The bytes that each process writes right before it ends. */
const SIZE = 100_000;
const AT_ONCE = 8;
/** Of which several are lost, or one, when the exit overtakes what is still in the pipe or the terminal. */
const RACES = 32;
/** Seconds on a quiet machine; this one is made busy, and may be so already. */
const TIMEOUT_MS = 180_000;

describe.each([
  ['pipes', false],
  ['a terminal', true],
])('Output of a process on %s before its end', (_, terminal) => {
  const fixture = useProcessFixture(terminal);

  const repeat = async (runs: number, run: () => Promise<void>): Promise<void> => {
    let next = 0;
    const worker = async () => {
      while (next < runs) {
        next += 1;
        await run();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };

  const short = (): { readonly argv: string[]; readonly missing: number[] } => ({
    argv: ['head', '-c', String(SIZE), '/dev/zero'],
    missing: [],
  });

  test(
    'arrives whole before the exit, on a busy machine too',
    async () => {
      const busy = await Promise.all(
        [1, 2].map(() =>
          fixture.start(['sh', '-c', 'while :; do :; done'], { terminal: undefined }),
        ),
      );
      const { argv, missing } = short();
      await repeat(RACES, async () => {
        const observer = await fixture.run(argv);
        if (observer.bytesAtExit !== SIZE) {
          missing.push(SIZE - observer.bytesAtExit);
        }
      });
      for (const { process } of busy) {
        process.kill();
      }
      expect(missing).toEqual([]);
    },
    TIMEOUT_MS,
  );

  test('is held while it is paused across the exit, and arrives whole afterwards', async () => {
    const first = 100;
    // A little less than what terminal or pipe hold, so that the process can end.
    const held = terminal ? 4000 : 60_000;
    // On a busy machine the signal may end `sleep` too, before the shell has it ignored: then there is nothing to kill.
    const script = `
      trap 'head -c ${held} /dev/zero; kill $! 2> /dev/null; exit' INT
      sleep 1000 < /dev/null > /dev/null 2>&1 &
      head -c ${first} /dev/zero
      wait`;
    await repeat(AT_ONCE, async () => {
      const { process, observer } = await fixture.start(['bash', '-c', script]);
      await observer.when(() => observer.bytes === first);
      process.pauseOutput();
      process.signal('SIGINT');
      await observer.exited;
      await new Promise(setImmediate);
      expect(observer.bytes).toBe(first);
      process.resumeOutput();
      await observer.closed;
      expect(observer.bytes).toBe(first + held);
    });
  });
});
