import { expect, test } from '@jest/globals';
import { RequestQueue } from '../../../src/application/connection/request-queue.js';
import { Deferred } from '../../support/deferred.js';
import { settled } from '../../support/settled.js';

/** A task that `start` adds does not run before `release`, and runs then. */
const expectHeld = async (
  start: (task: () => void) => void | Promise<void>,
  release: () => void | Promise<void>,
): Promise<void> => {
  let hasRun = false;
  const answer = start(() => {
    hasRun = true;
  });
  await settled();
  expect(hasRun).toBe(false);
  await release();
  await answer;
  expect(hasRun).toBe(true);
};

test('RequestQueue starts a task when all earlier ones are done, failed ones included', async () => {
  const queue = new RequestQueue();
  const begun: number[] = [];
  const gates = [new Deferred(), new Deferred(), new Deferred()];
  const answers = gates.map((gate, index) =>
    queue.run(async () => {
      begun.push(index);
      await gate.promise;
      if (index === 1) {
        throw new Error('the second');
      }
      return index;
    }),
  );
  const outcomes = Promise.allSettled(answers);

  await settled();
  expect(begun).toEqual([0]);
  gates[0]?.resolve();
  expect(await answers[0]).toBe(0);
  await settled();
  expect(begun).toEqual([0, 1]);
  gates[1]?.resolve();
  await expect(answers[1]).rejects.toThrow('the second');
  gates[2]?.resolve();
  expect(await answers[2]).toBe(2);
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('RequestQueue starts each task only when there is room for it', async () => {
  const rooms = [new Deferred(), new Deferred()];
  let asked = 0;
  const queue = new RequestQueue(async () => {
    await rooms[asked++]?.promise;
  });
  const begun: string[] = [];
  const answers = ['first', 'second'].map((name) => queue.run(() => begun.push(name)));

  await settled();
  expect(begun).toEqual([]);
  rooms[0]?.resolve();
  await settled();
  expect(begun).toEqual(['first']);
  rooms[1]?.resolve();
  expect(await Promise.all(answers)).toEqual([1, 2]);
});

test('RequestQueue returns the answer of a read that is at hand only where nothing runs', async () => {
  const queue = new RequestQueue();
  expect(queue.read(() => 'at once')).toBe('at once');
  expect(() =>
    queue.read(() => {
      throw new Error('at once');
    }),
  ).toThrow('at once');

  const gate = new Deferred<void>();
  void queue.run(() => gate.promise);
  await expectHeld((task) => queue.read(task), gate.resolve);
});

test('RequestQueue waits for room before a read, though nothing runs', async () => {
  const room = new Deferred<void>();
  const queue = new RequestQueue(() => room.promise);
  await expectHeld((task) => queue.read(task), room.resolve);
});

test('RequestQueue starts no change beside a read that was started at once', async () => {
  const queue = new RequestQueue();
  const gate = new Deferred<string>();
  const read = queue.read(() => gate.promise);
  await expectHeld(
    (task) => queue.run(task),
    async () => {
      gate.resolve('read');
      expect(await read).toBe('read');
    },
  );
});

test('RequestQueue runs at most three writes at once, each in its turn once the earlier ones are settled', async () => {
  const queue = new RequestQueue();
  const events: string[] = [];
  const gates = new Map<string, Deferred<void>>();
  const write = (name: string): Promise<void> => {
    const gate = new Deferred<void>();
    gates.set(name, gate);
    return queue.write(async (turn) => {
      events.push(`prepare ${name}`);
      if (name === 'fails') {
        throw new Error('no content');
      }
      if (turn !== undefined) {
        await turn;
      }
      events.push(`turn of ${name}`);
      await gate.promise;
    });
  };
  void queue.read(() => events.push('read'));
  const [, failing] = ['a', 'fails', 'b', 'c'].map(write);
  const alone = queue.run(() => events.push('alone'));
  await expect(failing).rejects.toThrow('no content');
  await settled();
  expect(events).toEqual([
    'read',
    'prepare a',
    'turn of a',
    'prepare fails',
    'prepare b',
    'prepare c',
  ]);
  gates.get('b')?.resolve();
  gates.get('c')?.resolve();
  await settled();
  expect(events).toHaveLength(6);
  gates.get('a')?.resolve();
  await alone;
  expect(events.slice(6)).toEqual(['turn of b', 'turn of c', 'alone']);
});

test('RequestQueue rejects for a task that throws synchronously and runs the next one', async () => {
  const queue = new RequestQueue();
  const failed = queue.run(() => {
    throw new Error('at once');
  });

  await expect(failed).rejects.toThrow('at once');
  expect(await queue.run(() => 'next')).toBe('next');
});

test('RequestQueue runs at most three reads at once, and none beside another task', async () => {
  const queue = new RequestQueue();
  const running = new Set<string>();
  const seen: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => async (): Promise<void> => {
    running.add(name);
    seen.push([...running].join(''));
    await new Promise<void>((resolve) => ends.set(name, resolve));
    running.delete(name);
  };
  const end = async (...names: string[]): Promise<void> => {
    for (const name of names) {
      ends.get(name)?.();
      await settled();
    }
  };
  for (const name of 'abcde') {
    void queue.read(task(name));
  }
  void queue.run(task('X'));
  void queue.read(task('f'));
  await settled();
  await end('a', 'b', 'c', 'd', 'e', 'X', 'f');

  expect(seen).toEqual(['a', 'ab', 'abc', 'bcd', 'cde', 'X', 'f']);
});
