import { describe, expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TERMINAL = { columns: 80, rows: 24 };

const started = async (terminal?: typeof TERMINAL) => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p', { terminal, pipeStdin: true });
  return { client, process: harness.runner.latest };
};

describe('CloseInput', () => {
  test('closes stdin behind what was written, and before what is written later', async () => {
    const { client, process } = await started();
    await Promise.all([client.write('p', 'a'), client.closeInput('p'), client.write('p', 'b')]);

    expect(process.calls).toEqual(['write a', 'closeInput', 'write b']);
  });

  test('refuses a process on a terminal, and says what to write instead', async () => {
    const { client, process } = await started(TERMINAL);

    await expect(client.closeInput('p')).rejects.toThrow(
      'process p is on a terminal; write its end-of-file character (\\x04) instead',
    );
    expect(process.calls).toEqual([]);
  });

  test('refuses an unknown process, and has no effect on one that has exited', async () => {
    const { client, process } = await started();
    process.exit();

    await client.closeInput('p');
    await expect(client.closeInput('q')).rejects.toThrow('unknown process id q');
    expect(process.calls).toEqual([]);
  });
});

describe('ResizeTerminal', () => {
  test('sets the size of the terminal of a running process', async () => {
    const { client, process } = await started(TERMINAL);
    await client.resize('p', 132, 50);
    process.exit();
    await client.resize('p', 10, 10);

    expect(process.calls).toEqual(['resize 132 50']);
  });

  test('refuses a process without a terminal, and an unknown one', async () => {
    const { client } = await started();

    await expect(client.resize('p', 1, 1)).rejects.toThrow('process p is not on a terminal');
    await expect(client.resize('q', 1, 1)).rejects.toThrow('unknown process id q');
  });
});
