import { describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

/** A session whose client is gone, with a process that runs. */
const detached = async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.drop();
  const resume = () => harness.resume(client.sessionId);
  return { harness, process: harness.runner.latest, resume };
};

const textsOf = (events: readonly { kind: string }[]): string[] =>
  events.map((event) =>
    'bytes' in event ? Buffer.from(event.bytes as Uint8Array).toString() : event.kind,
  );

describe('Output while no client is attached', () => {
  test('is read by the next client in few chunks', async () => {
    const { process, resume } = await detached();
    for (const text of ['one ', 'two ', 'three']) {
      process.output(text);
    }
    const client = resume();

    const { chunks } = await client.read('p');
    expect(chunks.map(({ seq, bytes }) => [seq, Buffer.from(bytes).toString()])).toEqual([
      [1, 'one two three'],
    ]);
    expect(client.events).toEqual([]);
  });

  test('precedes the exit, and that of descendants the close', async () => {
    const { process, resume } = await detached();
    process.output('before');
    process.exit(0);
    process.output('after');
    process.close();
    const { chunks, exit, nextSeq } = await resume().read('p');

    expect(chunks.map(({ seq, bytes }) => [seq, Buffer.from(bytes).toString()])).toEqual([
      [1, 'before'],
      [3, 'after'],
    ]);
    expect([exit?.exitCode, nextSeq]).toEqual([0, 5]);
  });

  test('is delayed by 16 ms, after which it counts as kept', async () => {
    const { harness, process, resume } = await detached();
    process.output('early');
    harness.clock.advance(16);
    process.output('late');
    const { chunks } = await resume().read('p');

    expect(textsOf(chunks)).toEqual(['early', 'late']);
  });

  test('is coalesced for a process that waited for a failing start of its id', async () => {
    const harness = new UseCaseHarness();
    harness.runner.failIf(({ argv }) => argv[0] === 'failing', new SpawnFailed('no such program'));
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const failing = client.start('p', { argv: ['failing'] });
    const starting = client.start('p');
    client.drop();
    release();
    await expect(failing).rejects.toThrow('no such program');
    await starting;
    for (const text of ['one ', 'two']) {
      harness.runner.latest.output(text);
    }

    expect(textsOf((await harness.resume(client.sessionId).read('p')).chunks)).toEqual(['one two']);
  });

  test('is coalesced for a process that was still starting when its client disconnected', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const start = client.start('p');
    client.drop();
    release();
    await start;
    for (const text of ['one ', 'two']) {
      harness.runner.latest.output(text);
    }
    const { chunks } = await harness.resume(client.sessionId).read('p');

    expect(textsOf(chunks)).toEqual(['one two']);
  });
});

describe('Output after a client has resumed', () => {
  test('is sent as it is written', async () => {
    const { process, resume } = await detached();
    const client = resume();
    process.output('one');
    process.output('two');

    expect(textsOf(client.events)).toEqual(['one', 'two']);
  });

  test('is not delivered a second time by the timer', async () => {
    const { harness, process, resume } = await detached();
    process.output('missed');
    const client = resume();
    harness.clock.advance(1000);

    expect(client.events).toEqual([]);
    expect(textsOf((await client.read('p')).chunks)).toEqual(['missed']);
  });
});
