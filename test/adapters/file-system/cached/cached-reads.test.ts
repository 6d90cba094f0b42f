import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { type Answer, isPending } from '../../../../src/application/ports/answer.js';
import { cachedFixture, removeFixtures } from '../node-fixture.js';
import { whereAnswered } from './kernel-support.js';

afterAll(removeFixtures);

const READ = { followSymlinks: true, maxBytes: 1000 };

/** Files whose first question, which loads what answers, has been asked. */
const askedFixture = async () => {
  const fixture = cachedFixture();
  await fixture.files.metadata('/', { followSymlinks: true });
  return fixture;
};

/** Asked once more where another process changes names in that moment. */
const atHand = async <T>(ask: () => Answer<T>): Promise<T> => {
  const answer = ask();
  if (!isPending(answer)) {
    return answer;
  }
  await answer;
  return atHand(ask);
};

whereAnswered('what the kernel has in memory is at hand', async () => {
  const { files, root } = await askedFixture();
  const file = join(root, 'f');
  writeFileSync(file, 'abc');
  symlinkSync('f', join(root, 'link'));

  const content = await atHand(() => files.readFile(file, READ));
  expect(Buffer.from(content).toString()).toBe('abc');
  for (const [path, followSymlinks] of [
    [file, true],
    [file, false],
    [join(root, 'link'), true],
  ] as const) {
    const metadata = await atHand(() => files.metadata(path, { followSymlinks }));
    expect(metadata).toMatchObject({ isFile: true, size: 3 });
  }
});

whereAnswered('an error of what is in memory is a rejection', async () => {
  const { files, root } = await askedFixture();
  const missing = join(root, 'missing');
  symlinkSync('f', join(root, 'link'));
  await expect(files.readFile(missing, READ)).rejects.toMatchObject({ code: 'not-found' });
  await expect(files.metadata(missing, READ)).rejects.toMatchObject({ code: 'not-found' });
  const asLink = files.metadata(join(root, 'link'), { followSymlinks: false });
  await expect(asLink).rejects.toThrow('symbolic link');
});
