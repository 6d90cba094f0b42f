import { describe, expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('Initialize with extensions', () => {
  test('tells the time to live that the session has, within the maximum', () => {
    const harness = new UseCaseHarness({ maxSessionTtlMs: 100_000 });
    const granted = (sessionTtlMs?: number) =>
      harness.connect().initialize(undefined, { sessionTtlMs }).sessionTtlMs;

    expect([granted(), granted(5), granted(90_000), granted(1e9)]).toEqual([
      80_000, 5, 90_000, 100_000,
    ]);
  });

  test('tells nothing of it to a client that asks for none', () => {
    const client = new UseCaseHarness().connect();

    expect(client.initialize().sessionTtlMs).toBeUndefined();
    expect(client.channel.hasExtensions).toBe(false);
  });

  test('ends a detached session when the time to live that it asked for is over', () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();
    client.initialize(undefined, { sessionTtlMs: 50 });
    client.drop();
    harness.clock.advance(49.9);
    expect(harness.sessions.size).toBe(1);
    harness.clock.advance(0.1);

    expect(harness.sessions.size).toBe(0);
  });

  test('keeps the time to live over a resume that asks for none', () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();
    client.initialize(undefined, { sessionTtlMs: 50 });
    client.drop();

    expect(harness.connect().initialize(client.sessionId, {}).sessionTtlMs).toBe(50);
  });
});

describe('A resume that takes over', () => {
  test('disconnects a client that is alive, without probing it', async () => {
    const harness = new UseCaseHarness();
    const holder = harness.open();
    await holder.start('p');
    const taker = harness.connect();
    taker.initialize(holder.sessionId, { takesOver: true });
    taker.acknowledge();
    harness.runner.latest.output('x');

    expect(holder.channel.isEnded).toBe(true);
    expect(holder.channel.probes).toEqual([]);
    expect(holder.events).toEqual([]);
    expect(taker.events).toHaveLength(1);
    await expect(holder.read('p')).rejects.toThrow('resumed by another connection');
  });

  test('keeps a session whose time to live is 0', async () => {
    const harness = new UseCaseHarness();
    const holder = harness.connect();
    holder.initialize(undefined, { sessionTtlMs: 0 });
    holder.acknowledge();
    await holder.start('p');
    const taker = harness.connect();
    taker.initialize(holder.sessionId, { takesOver: true });

    holder.channel.life = false;
    taker.channel.life = false;
    const rescuer = harness.connect();
    await rescuer.resumeContended(holder.sessionId);

    expect(rescuer.session).toBe(holder.session);
    expect(harness.runner.latest.calls).toEqual([]);
  });
});
