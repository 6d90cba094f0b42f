import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryFixture } from '../adapters/file-system/memory-fixture.js';
import {
  cachedFixture,
  nodeFixture,
  removeFixtures,
} from '../adapters/file-system/node-fixture.js';
import { ALL, type FileFixture, FileScript } from '../contracts/files/file-fixture.js';
import { propertyRuns } from './property-runs.js';

afterEach(removeFixtures);

/** Few names, so that operations meet: also through links, below files, and by odd bytes. */
const name = fc.constantFrom('a', 'a', 'b', '\udcff');
/** What a link upwards leads to is still in the fixture. */
const INNER = 'inner';

const path = fc
  .oneof(
    name,
    fc.tuple(name, name).map((names) => names.join('/')),
    fc.tuple(name, name, name).map((names) => names.join('/')),
  )
  .map((names) => `${INNER}/${names}`);
const flag = fc.boolean();

/** Oftener than the others: what is not there cannot meet. */
const build = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path, text: fc.string(), links: flag }),
  fc.record({ kind: fc.constant('make' as const), path, recursive: flag, links: flag }),
);

const step = fc.oneof(
  ...Array.from({ length: 3 }, () => build),
  fc.record({
    kind: fc.constant('remove' as const),
    path,
    recursive: flag,
    force: flag,
    links: flag,
  }),
  fc.record({ kind: fc.constant('copy' as const), path, to: path, recursive: flag }),
  fc.record({ kind: fc.constant('symlink' as const), path, to: path, up: flag }),
  fc.record({ kind: fc.constant('read' as const), path, links: flag }),
  fc.record({ kind: fc.constant('look' as const), path, links: flag }),
  fc.record({ kind: fc.constant('canonicalize' as const), path }),
  fc.record({ kind: fc.constant('list' as const), path }),
  fc.record({
    kind: fc.constant('walk' as const),
    path,
    depth: fc.nat(3),
    entries: fc.integer({ min: 1, max: 9 }),
    links: flag,
  }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

test('NodeFileSystem and InMemoryFileSystem answer any sequence of operations alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const [host, cached, memory] = [nodeFixture(), cachedFixture(), memoryFixture()];
      for (const fixture of [host, cached, memory]) {
        await new FileScript(fixture).make(INNER);
      }
      const answers = { host: [] as object[], cached: [] as object[], memory: [] as object[] };
      for (const one of steps) {
        const expected = await outcome(host, one);
        answers.host.push(expected);
        answers.cached.push(await outcome(cached, one));
        answers.memory.push(await outcome(memory, one));
        // The order in which a directory is copied is not specified, nor what was copied before a failure.
        if (one.kind === 'copy' && one.recursive && 'error' in expected) {
          break;
        }
      }
      expect(answers.memory).toEqual(answers.host);
      expect(answers.cached).toEqual(answers.host);
    }),
    propertyRuns(150),
  );
}, 60_000);

/** What came of a step, without where the fixture is. */
const outcome = async (fixture: FileFixture, one: Step): Promise<object> => {
  try {
    const done = await perform(fixture, one);
    return { done: JSON.parse(JSON.stringify(done ?? null).replaceAll(fixture.root, '')) };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return { error: [code, message.replaceAll(fixture.root, '')] };
  }
};

const perform = async (fixture: FileFixture, one: Step): Promise<unknown> => {
  const at = new FileScript(fixture);
  switch (one.kind) {
    case 'write':
      return at.write(one.path, one.text, one.links);
    case 'make':
      return at.make(one.path, one.recursive, one.links);
    case 'remove':
      return at.remove(one.path, { ...one, followSymlinks: one.links });
    case 'copy':
      return at.copy(one.path, one.to, one.recursive);
    case 'symlink':
      return addSymlink(at, one.path, one.up ? `../${one.to}` : one.to.slice(INNER.length + 1));
    case 'read':
      return at.read(one.path, one.links);
    case 'look':
      return at.kind(one.path, one.links);
    case 'canonicalize':
      return fixture.files.canonicalize(at.at(one.path));
    case 'list':
      return (await fixture.files.readDirectory(at.at(one.path))).toSorted((x, y) =>
        x.name < y.name ? -1 : 1,
      );
    case 'walk':
      return fixture.files.walk(at.at(one.path), {
        ...ALL,
        maxDepth: one.depth,
        maxEntries: one.entries,
        followDirectorySymlinks: one.links,
      });
  }
};

/** Links are made by the fixture, whose errors are not those of the contract. */
const addSymlink = (at: FileScript, path: string, target: string): string => {
  try {
    at.symlink(path, target);
    return 'made';
  } catch {
    return 'not made';
  }
};
