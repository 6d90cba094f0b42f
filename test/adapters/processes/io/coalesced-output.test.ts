import { describe, expect, jest, test } from '@jest/globals';
import { useProcessBench } from '../process-runner-fixture.js';

const LINES = 200;
const TRICKLE = `for ((i = 0; i < ${LINES}; i += 1)); do echo $i; sleep 0.001; done`;

describe.each([
  ['a pipe', false],
  ['a terminal', true],
])('Of %s, output', (_, terminal) => {
  const bench = useProcessBench(terminal);

  test('that gathers comes in few pieces, all of it before the exit', async () => {
    const { process, observer } = await bench.start(['bash', '-c', TRICKLE]);
    process.gatherOutput?.(true);
    await observer.closed;
    expect(observer.text()).toBe(Array.from({ length: LINES }, (_, i) => `${i}\n`).join(''));
    expect(observer.bytesAtExit).toBe(observer.bytes);
    expect(observer.sizes.length).toBeLessThan(LINES / 2);
  });

  test('that gathers no more comes at once', async () => {
    const script = 'stty -echo 2> /dev/null; echo ready; exec cat';
    const { process, observer } = await bench.start(['bash', '-c', script], { pipeStdin: true });
    await observer.said('ready\n');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      process.gatherOutput?.(true);
      process.write(Buffer.from('one\n'));
      process.gatherOutput?.(false);
      process.write(Buffer.from('two\n'));
      await observer.said('two\n');
    } finally {
      jest.useRealTimers();
    }
    expect(observer.text()).toBe('ready\none\ntwo\n');
  });

  test('that gathers at a kill is not lost', async () => {
    const { process, observer } = await bench.start(['bash', '-c', 'echo ready; exec sleep 60']);
    process.gatherOutput?.(true);
    await observer.said('ready\n');
    process.kill();
    await observer.closed;
    expect(observer.text()).toBe('ready\n');
  });
});
