// Small requests about files, beside upstream in one interleaved run: `npm run bench:files`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { measureSideBySide } from './lib/interleave.mjs';

/** Many short ones: others use the machine too. */
const ROUNDS = 15;
const REQUESTS = 50;
const REQUESTS_AT_ONCE = 400;
const KIB = Buffer.alloc(1024, 'x');
const CACHE = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

await mkdir(CACHE, { recursive: true });
const directory = await mkdtemp(join(CACHE, 'small-files-'));
const uri = (name) => pathToFileURL(join(directory, name)).href;

await mkdir(join(directory, 'deep/a/b/c/d/e'), { recursive: true });
await writeFile(join(directory, 'file'), KIB);
await writeFile(join(directory, 'deep/a/b/c/d/e/file'), KIB);
await mkdir(join(directory, 'directory'));
for (let i = 0; i < 50; i += 1) {
  await writeFile(join(directory, `directory/f${i}`), '');
}

const FILE = { path: uri('file') };
const WRITE = { dataBase64: KIB.toString('base64') };

/** A refusal is an answer as well. */
const ask = (client, method, params) => client.request(method, params).catch(() => undefined);

/** Requests a second, each when the one before is answered, or all at once. */
const rate = (method, paramsOf, atOnce) => async (client) => {
  const count = atOnce ? REQUESTS_AT_ONCE : REQUESTS;
  const began = performance.now();
  const answers = [];
  for (let i = 0; i < count; i += 1) {
    const answer = ask(client, method, paramsOf(i));
    if (atOnce) {
      answers.push(answer);
    } else {
      await answer;
    }
  }
  await Promise.all(answers);
  return count / ((performance.now() - began) / 1000);
};

const MEASURES = [
  ['environment/status', 'nothing', () => null],
  ['fs/getMetadata', 'a file', () => FILE],
  ['fs/getMetadata', 'nothing there', () => ({ path: uri('none') })],
  [
    'fs/getMetadata',
    'no links, 6 deep',
    () => ({ path: uri('deep/a/b/c/d/e/file'), followSymlinks: false }),
  ],
  ['fs/readFile', '1 KiB', () => FILE],
  ['fs/readDirectory', '50 entries', () => ({ path: uri('directory') })],
  ['fs/canonicalize', 'a file', () => FILE],
  ['fs/writeFile', '1 KiB over another', () => ({ ...FILE, ...WRITE })],
  ['fs/writeFile', '1 KiB, new', (i) => ({ path: uri(`new/${i}`), ...WRITE })],
].flatMap(([method, what, paramsOf]) =>
  [false, true].map((atOnce) => ({
    name: `\`${method}\`, ${what}${atOnce ? ', all at once' : ''}`,
    unit: '/s',
    better: 'more',
    run: async (client) => {
      await rm(join(directory, 'new'), { recursive: true, force: true });
      await mkdir(join(directory, 'new'));
      return await rate(method, paramsOf, atOnce)(client);
    },
  })),
);

try {
  await measureSideBySide(MEASURES, { rounds: ROUNDS });
} finally {
  await rm(directory, { recursive: true, force: true });
}
