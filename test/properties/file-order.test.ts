import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InMemoryFileSystem } from '../../src/adapters/file-system/memory/in-memory-file-system.js';
import type { FileSystem } from '../../src/application/ports/file-system.js';
import { UnconfinedFileSystems } from '../fakes/files/unconfined-file-systems.js';
import type { HarnessClient } from '../support/harness-client.js';
import { UseCaseHarness } from '../support/use-case-harness.js';
import { propertyRuns } from './property-runs.js';

/** Few names, so that requests meet. */
const path = fc.constantFrom('/a', '/b', '/a/c', '/d', '/d/c');
const handleId = fc.constantFrom('h', 'i');

const request = fc.oneof(
  fc.record({ kind: fc.constantFrom('read', 'look', 'list', 'walk', 'resolve', 'make'), path }),
  fc.record({ kind: fc.constant('write'), path, text: fc.string() }),
  fc.record({ kind: fc.constantFrom('remove', 'read'), path }),
  fc.record({ kind: fc.constant('copy'), path, to: path }),
  fc.record({ kind: fc.constantFrom('open', 'replace'), path, handleId }),
  fc.record({ kind: fc.constant('write block'), handleId, text: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constantFrom('read block', 'read nowhere', 'close'), handleId }),
);
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

const perform = async (
  { useCases }: UseCaseHarness,
  { connection }: HarnessClient,
  asked: Request,
): Promise<unknown> => {
  const at = (local: string) => ({ asSent: `file://${local}`, path: local });
  const {
    kind,
    path = '/',
    to = '/',
    handleId = '',
    text = '',
  } = asked as Required<Request> & Record<string, string>;
  const on = { path: at(path), followSymlinks: true, sandbox: undefined };
  const bytes = Buffer.from(text);
  switch (kind) {
    case 'read':
      return useCases.readFile.execute(connection, on);
    case 'look':
      return useCases.getMetadata.execute(connection, on);
    case 'list':
      return useCases.readDirectory.execute(connection, on);
    case 'walk':
      return useCases.walkDirectory.execute(connection, { ...on, options: WALK });
    case 'resolve':
      return useCases.canonicalize.execute(connection, on);
    case 'make':
      return useCases.createDirectory.execute(connection, { ...on, recursive: false });
    case 'write':
      return useCases.writeFile.execute(connection, { ...on, content: () => bytes });
    case 'remove':
      return useCases.removePath.execute(connection, { ...on, recursive: true, force: false });
    case 'copy':
      return useCases.copyPath.execute(connection, {
        source: at(path),
        destination: at(to),
        recursive: true,
        sandbox: undefined,
      });
    case 'open':
    case 'replace':
      return useCases.openHandle.execute(connection, {
        ...on,
        handleId,
        mode: kind === 'open' ? 'read' : 'replace',
      });
    case 'write block':
      return useCases.writeBlock.execute(connection, { handleId, offset: 0, bytes });
    case 'close':
      return useCases.closeHandle.execute(connection, { handleId });
    default:
      return useCases.readBlock.execute(connection, {
        handleId,
        offset: 0,
        length: kind === 'read block' ? 8 : -1,
      });
  }
};

const WALK = {
  maxDepth: 3,
  maxDirectories: 9,
  maxEntries: 9,
  followDirectorySymlinks: true,
  pruneHiddenDirectories: false,
};

const outcome = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    (done) => JSON.parse(JSON.stringify(done ?? null)),
    ({ message }) => ({ message }),
  );

/** Each operation takes effect some turns of the microtask queue after it was called, and settles some turns later. */
const slow = (files: FileSystem, turns: Iterator<number>): FileSystem =>
  new Proxy(files, {
    get:
      (target, method) =>
      async (...args: never[]) => {
        await pass(turns);
        try {
          return await Reflect.apply(Reflect.get(target, method), target, args);
        } finally {
          await pass(turns);
        }
      },
  });

const pass = async (turns: Iterator<number>): Promise<void> => {
  for (let left = turns.next().value; left > 0; left -= 1) {
    await undefined;
  }
};

test('file requests sent at once are answered as if each waited for the one before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { maxLength: 30 }),
      fc.infiniteStream(fc.nat(9)),
      async (requests, turns) => {
        const inTurn = new UseCaseHarness();
        const client = inTurn.open();
        const expected: unknown[] = [];
        for (const one of requests) {
          expected.push(await outcome(perform(inTurn, client, one)));
        }
        const files = slow(new InMemoryFileSystem(() => inTurn.clock.nowMs()), turns);
        const atOnce = new UseCaseHarness({}, 'pause', {
          fileSystems: new UnconfinedFileSystems(files),
        });
        const other = atOnce.open();

        const answers = requests.map((one) => outcome(perform(atOnce, other, one)));
        expect(await Promise.all(answers)).toEqual(expected);
      },
    ),
    propertyRuns(300),
  );
});
