import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('ListProcesses describes all processes of the session in the order of their starts', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  harness.clock.advance(5);
  await client.start('p', { argv: ['make', 'test'] });
  await client.start('q', { terminal: { columns: 80, rows: 24 } });
  harness.runner.started[0]?.output('x');
  harness.clock.advance(7);
  harness.runner.started[0]?.exit(143, 'SIGTERM');

  expect(client.list()).toMatchObject([
    {
      processId: 'p',
      argv: ['make', 'test'],
      isArgvAbridged: false,
      cwd: '/tmp',
      isOnTerminal: false,
      startedAtMs: 5,
      exit: { exitCode: 143, signal: 'SIGTERM', exitedAtMs: 12 },
      closed: false,
      nextSeq: 3,
    },
    { processId: 'q', isOnTerminal: true, exit: undefined, nextSeq: 1 },
  ]);
});

test('ListProcesses tells which process waits for its output to be acknowledged', async () => {
  const harness = new UseCaseHarness({ outputWindowBytes: 100 });
  const client = harness.open();
  await client.start('p');
  expect(client.list()).toMatchObject([{ isPaused: false }]);
  harness.runner.latest.output('x'.repeat(200));
  expect(client.list()).toMatchObject([{ isPaused: true }]);
  client.channel.confirm('p', { after: 0, through: 1 });
  expect(client.list()).toMatchObject([{ isPaused: false }]);
});

test('ListProcesses abridges arguments of more than 1,024 characters', async () => {
  const client = new UseCaseHarness().open();
  await client.start('p', { argv: ['sh', '-c', 'x'.repeat(2000)] });

  const [listed] = client.list();
  expect(listed?.isArgvAbridged).toBe(true);
  expect(listed?.argv.join(' ')).toHaveLength(1024);
});

test('ListProcesses keeps a closed process listed until it is removed', async () => {
  const harness = new UseCaseHarness({ closedProcessRetentionMs: 100 });
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.end();
  expect(client.list()).toMatchObject([{ closed: true }]);
  harness.clock.advance(100);

  expect(client.list()).toEqual([]);
});
