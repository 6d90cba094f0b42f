import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('a congested channel pauses all processes of its client until it has drained', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('a');
  await client.start('b');
  const [a, b] = harness.runner.started;
  client.channel.isCongested = true;
  a?.output('too much');
  expect([a?.calls, b?.calls]).toEqual([['pauseOutput'], ['pauseOutput']]);

  client.channel.drain();
  expect([a?.calls, b?.calls]).toEqual([
    ['pauseOutput', 'resumeOutput'],
    ['pauseOutput', 'resumeOutput'],
  ]);
});

test('output that was read before the pause is delivered', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.channel.isCongested = true;
  harness.runner.latest.output('one');
  harness.runner.latest.output('two');
  harness.runner.latest.end();

  expect(client.events.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
    'output 1',
    'output 2',
    'exited 3',
    'closed 4',
  ]);
  expect(harness.runner.latest.calls).toEqual(['pauseOutput']);
});

test('a process started while the channel is congested is paused from its start', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('writer');
  client.channel.isCongested = true;
  harness.runner.latest.output('too much');
  await client.start('late');
  expect(harness.runner.latest.calls).toEqual(['pauseOutput']);

  client.channel.drain();
  expect(harness.runner.latest.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

test('a process that was starting when the congestion began is paused once it runs', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('writer');
  const writer = harness.runner.latest;
  const release = harness.runner.holdStarts();
  const start = client.start('late');
  client.channel.isCongested = true;
  writer.output('too much');
  release();
  await start;

  expect(harness.runner.latest.calls).toEqual(['pauseOutput']);
});

test('a lost connection resumes the processes of its session', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.channel.isCongested = true;
  harness.runner.latest.output('too much');
  client.drop();

  expect(harness.runner.latest.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

test('a congested channel does not pause the processes of another client', async () => {
  const harness = new UseCaseHarness();
  const [slow, quick] = [harness.open(), harness.open()];
  await slow.start('p');
  await quick.start('p');
  const [behind, ahead] = harness.runner.started;
  slow.channel.isCongested = true;
  behind?.output('too much');
  ahead?.output('fine');

  expect(ahead?.calls).toEqual([]);
});

test('a lost connection that drains does not resume the processes of its successor', async () => {
  const harness = new UseCaseHarness();
  const first = harness.open();
  await first.start('p');
  first.drop();
  const second = harness.resume(first.sessionId);
  second.channel.isCongested = true;
  harness.runner.latest.output('too much');
  first.channel.drain();
  expect(harness.runner.latest.calls).toEqual(['pauseOutput']);

  second.channel.drain();
  expect(harness.runner.latest.calls).toEqual(['pauseOutput', 'resumeOutput']);
});

test('requests are served while the channel is congested', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.channel.isCongested = true;
  harness.runner.latest.output('too much');

  expect(await client.write('p', 'x')).toBe('accepted');
  expect((await client.read('p')).chunks).toHaveLength(1);
  expect(await client.terminate('p')).toBe(true);
});
