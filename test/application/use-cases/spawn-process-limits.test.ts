import { describe, expect, test } from '@jest/globals';
import { fault } from '../../fakes/fault.js';
import { Workbench } from '../../fakes/workbench.js';

const RETENTION_MS = 80_000;

describe('confinement that cannot be enforced', () => {
  test.each([
    [
      'a sandbox',
      { sandbox: { permissions: 'managed' } as const, networkProxy: false },
      'filesystem sandbox',
    ],
    ['a network proxy', { sandbox: undefined, networkProxy: true }, 'managed network proxy'],
    [
      'both',
      { sandbox: { permissions: 'managed' } as const, networkProxy: true },
      'filesystem sandbox',
    ],
  ])('is refused and never run: %s', async (_name, confinement, what) => {
    const bench = new Workbench();
    const client = bench.open();

    await expect(client.start('p', { confinement })).rejects.toEqual(
      fault('failed', `${what} cannot be enforced on this executor`),
    );
    expect(bench.runner.asked).toEqual([]);
  });

  test('leaves the id free', async () => {
    const client = new Workbench().open();
    const confinement = { sandbox: { permissions: 'managed' } as const, networkProxy: false };
    await expect(client.start('p', { confinement })).rejects.toThrow('cannot be enforced');

    await expect(client.start('p')).resolves.toBe('p');
  });
});

describe('as many processes as a session keeps', () => {
  test('are started; one more is refused, never run, and its id stays free', async () => {
    const bench = new Workbench({ maxProcessesPerSession: 2 });
    const client = bench.open();
    await client.start('a');
    await client.start('b');

    await expect(client.start('c')).rejects.toEqual(
      fault('failed', 'too many processes: a session keeps at most 2 (--max-processes)'),
    );
    expect(bench.runner.asked).toHaveLength(2);
    expect(client.session.processCount).toBe(2);
  });

  test('count while they start', async () => {
    const bench = new Workbench({ maxProcessesPerSession: 1 });
    const client = bench.open();
    bench.runner.holdStarts();
    client.start('a');

    await expect(client.start('b')).rejects.toThrow('too many processes');
  });

  test('count for their session alone', async () => {
    const bench = new Workbench({ maxProcessesPerSession: 1 });
    await bench.open().start('a');

    await expect(bench.open().start('a')).resolves.toBe('a');
  });

  test('count until they are forgotten', async () => {
    const bench = new Workbench({ maxProcessesPerSession: 1 });
    const client = bench.open();
    await client.start('a');
    bench.runner.latest.end();
    await expect(client.start('b')).rejects.toThrow('too many processes');
    bench.clock.advance(RETENTION_MS);

    await expect(client.start('b')).resolves.toBe('b');
  });
});

describe('a process that has closed', () => {
  test('is known until just before its time is over, however often it is read', async () => {
    const { bench, client } = await closed();
    for (let ms = 0; ms < RETENTION_MS - 1; ms += 9_999) {
      expect((await client.read('p')).closed).toBe(true);
      bench.clock.advance(Math.min(9_999, RETENTION_MS - 1 - ms));
    }

    expect((await client.read('p')).closed).toBe(true);
    await expect(client.start('p')).rejects.toThrow('process p already exists');
    bench.clock.advance(1);
    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });

  test('is then unknown to every request, and its id free', async () => {
    const { bench, client } = await closed();
    bench.clock.advance(RETENTION_MS);

    expect(await client.write('p', 'x')).toBe('unknownProcess');
    expect(await client.terminate('p')).toBe(false);
    await expect(client.start('p')).resolves.toBe('p');
  });

  test('is forgotten as well while its session is detached', async () => {
    const { bench, client } = await closed();
    client.drop();
    bench.clock.advance(RETENTION_MS - 1);
    const second = bench.resume(client.sessionId);
    bench.clock.advance(1);

    await expect(second.read('p')).rejects.toThrow('unknown process id p');
  });

  test('is kept for as long as the limits say', async () => {
    const bench = new Workbench({ closedProcessRetentionMs: 5 });
    const client = bench.open();
    await client.start('p');
    bench.runner.latest.end();
    bench.clock.advance(5);

    await expect(client.read('p')).rejects.toThrow('unknown process id p');
  });
});

test('a process that has exited but not closed is kept without limit', async () => {
  const bench = new Workbench();
  const client = bench.open();
  await client.start('p');
  bench.runner.latest.exit(3);
  bench.clock.advance(100 * RETENTION_MS);

  expect(await client.read('p')).toMatchObject({ exitCode: 3, closed: false });
});

const closed = async () => {
  const bench = new Workbench();
  const client = bench.open();
  await client.start('p');
  bench.runner.latest.end();
  return { bench, client };
};
