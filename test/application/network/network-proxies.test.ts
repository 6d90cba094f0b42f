import { describe, expect, test } from '@jest/globals';
import { SpawnFailed } from '../../../src/domain/errors.js';
import { DomainPatterns } from '../../../src/domain/network/domain-pattern.js';
import { isPending } from '../../support/is-pending.js';
import { UseCaseHarness } from '../../support/use-case-harness.js';

const DISABLED = { permissions: { type: 'disabled' }, cwd: undefined, workspaceRoots: [] } as const;

const restrictions = (askTimeoutMs?: number, more: object = {}) => ({
  sandbox: undefined,
  enforceManagedNetwork: false,
  networkProxy: {
    rules: {
      allowed: new DomainPatterns(['example.com']),
      denied: new DomainPatterns([]),
      reviewed: new DomainPatterns([]),
      mode: 'full' as const,
      allowsLocal: false,
    },
    socks: true,
    allowsUpstreamProxy: false,
    allowsUnixSockets: false,
    askTimeoutMs,
  },
  ...more,
});

const ATTEMPT = {
  protocol: 'http',
  host: 'u.test',
  port: 80,
  method: 'GET',
  client: '127.0.0.1:9',
} as const;
const NOT_ALLOWED = { refusal: { decision: 'deny', reason: 'not_allowed', source: 'decider' } };

describe('A process with a network proxy', () => {
  test('gets variables that name the proxies in place of its own', async () => {
    const harness = new UseCaseHarness();
    const env = { HTTP_PROXY: 'http://mine', A: '1' };
    await harness.open().start('p', { env, restrictions: restrictions() });

    expect(harness.runner.latest.spec.env).toMatchObject({
      A: '1',
      HTTP_PROXY: 'http://127.0.0.1:1080',
      ALL_PROXY: 'socks5h://127.0.0.1:1081',
    });
    expect(harness.runner.latest.spec.confinement).toBeUndefined();
    expect(harness.proxies.latest.request.isIsolated).toBe(false);
  });

  test('runs in the namespace of its proxy when its sandbox must have no other network', async () => {
    const harness = new UseCaseHarness();
    const isolated = { sandbox: DISABLED, enforceManagedNetwork: true };
    await harness.open().start('p', { restrictions: restrictions(undefined, isolated) });

    expect(harness.runner.latest.spec.confinement).toEqual({
      files: undefined,
      network: { path: '/proc/42/ns', allowsUnixSockets: false },
    });
  });

  test('has its proxy until its output has ended', async () => {
    const harness = new UseCaseHarness();
    await harness.open().start('p', { restrictions: restrictions() });
    harness.runner.latest.exit();
    expect(harness.proxies.latest.isClosed).toBe(false);
    harness.runner.latest.end();
    expect(harness.proxies.latest.isClosed).toBe(true);
  });

  test('leaves no proxy when it does not start', async () => {
    const harness = new UseCaseHarness();
    harness.runner.failNext(new SpawnFailed('no'));
    await expect(harness.open().start('p', { restrictions: restrictions() })).rejects.toThrow('no');
    expect(harness.proxies.latest.isClosed).toBe(true);
  });

  test('does not start without its proxy', async () => {
    const harness = new UseCaseHarness();
    harness.proxies.failure = new SpawnFailed('no socket');
    await expect(harness.open().start('p', { restrictions: restrictions() })).rejects.toThrow(
      'no socket',
    );
    expect(harness.runner.asked).toEqual([]);
  });
});

describe('The client of a process with a network proxy', () => {
  test('is told every decision and asked about hosts without a rule', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.channel.answer = Promise.resolve({ type: 'deny', reason: 'no' });
    await client.start('p', { restrictions: restrictions(1000) });
    const { judge } = harness.proxies.latest;

    expect(await judge.judge({ ...ATTEMPT, host: 'example.com' })).toHaveProperty('addresses');
    expect(await judge.judge(ATTEMPT)).toMatchObject({ refusal: { reason: 'no' } });
    expect(client.channel.questions).toEqual([
      { processId: 'p', protocol: 'http', host: 'u.test', port: 80 },
    ]);
    expect(client.channel.decisions).toMatchObject([
      { processId: 'p', host: 'example.com', decision: 'allow' },
      { processId: 'p', host: 'u.test', decision: 'deny' },
    ]);
  });

  test('is not asked without a time for it', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p', { restrictions: restrictions() });
    expect(await harness.proxies.latest.judge.judge(ATTEMPT)).toMatchObject({
      refusal: { reason: 'not_allowed', source: 'baseline_policy' },
    });
    expect(client.channel.questions).toEqual([]);
  });

  test('denies when it has not answered in time', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.channel.answer = new Promise(() => undefined);
    await client.start('p', { restrictions: restrictions(1000) });
    const verdict = harness.proxies.latest.judge.judge(ATTEMPT);
    harness.clock.advance(999);
    expect(await isPending(verdict)).toBe(true);
    harness.clock.advance(1);
    expect(await verdict).toEqual(NOT_ALLOWED);
  });

  test('denies while it is not connected, and by losing its connection', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.channel.answer = Promise.resolve(undefined);
    await client.start('p', { restrictions: restrictions(1000) });
    const { judge } = harness.proxies.latest;
    expect(await judge.judge(ATTEMPT)).toEqual(NOT_ALLOWED);
    client.drop();
    expect(await judge.judge(ATTEMPT)).toEqual(NOT_ALLOWED);
    expect(client.channel.questions).toHaveLength(1);
  });

  test('holds decisions back while it has no room for them', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p', { restrictions: restrictions() });
    client.channel.isCongested = true;
    const verdict = harness.proxies.latest.judge.judge(ATTEMPT);
    expect(await isPending(verdict)).toBe(true);
    client.channel.drain();
    expect(await verdict).toHaveProperty('refusal');
  });
});
