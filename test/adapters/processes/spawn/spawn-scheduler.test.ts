import { expect, test } from '@jest/globals';
import { SpawnScheduler } from '../../../../src/adapters/processes/spawn/spawn-scheduler.js';

test('SpawnScheduler starts the first process of a turn at once', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('turn over'));
  await new SpawnScheduler().next();
  order.push('started');
  expect(order).toEqual(['started']);
});

test('SpawnScheduler leaves a turn of the event loop between any two of 20 starts', async () => {
  const turns = new SpawnScheduler();
  let turn = 0;
  let counting = true;
  const count = () => {
    turn++;
    if (counting) {
      setImmediate(count);
    }
  };
  setImmediate(count);
  const startedIn: number[] = [];
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      await turns.next();
      startedIn.push(turn);
    }),
  );
  counting = false;
  expect(new Set(startedIn).size).toBe(20);
});

test('SpawnScheduler keeps the order of starts', async () => {
  const turns = new SpawnScheduler();
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      await turns.next();
      order.push(index);
    }),
  );
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
