import { expect, test } from '@jest/globals';
import { FileWorker } from '../../../../src/adapters/sandbox/files/file-worker.js';

const command = (...argv: string[]) => ({
  argv,
  resources: {
    holdsPlaceholders: false,
    removePlaceholders: () => undefined,
    release: () => undefined,
  },
  isCurrent: async () => true,
});

test('FileWorker that does not start within 50 ms is ended with an error', async () => {
  const helper = new FileWorker(command('sleep', '60'), 50);

  await expect(helper.ready).rejects.toThrow('it did not start within 50 ms');
  await helper.ended;
  expect(await helper.isCurrent()).toBe(false);
});

test('FileWorker that does not start is ended with what it has started', async () => {
  const helper = new FileWorker(command('sh', '-c', 'sleep 60 & wait'), 50);

  await expect(helper.ready).rejects.toThrow('it did not start within 50 ms');
  // Its pipes are closed.
  await helper.ended;
});

test('FileWorker that runs out of processes reports that, not the sandbox', async () => {
  const text = 'echo "bwrap: fork: Resource temporarily unavailable" >&2; exit 1';
  const helper = new FileWorker(command('sh', '-c', text));

  await expect(helper.ready).rejects.toThrow(
    /^Resource temporarily unavailable \(os error 11\): no more processes can be made$/,
  );
});
