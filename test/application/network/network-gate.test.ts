import { describe, expect, test } from '@jest/globals';
import { NetworkGate } from '../../../src/application/network/network-gate.js';
import { DomainPatterns } from '../../../src/domain/network/domain-pattern.js';
import type {
  ConnectionAttempt,
  NetworkAnswer,
  NetworkDecision,
} from '../../../src/domain/network/network-decision.js';
import { NetworkPolicy } from '../../../src/domain/network/network-policy.js';
import { FakeHostResolver } from '../../fakes/fake-host-resolver.js';

const attemptOf = (host: string, more: Partial<ConnectionAttempt> = {}): ConnectionAttempt => ({
  protocol: 'http',
  host,
  port: 80,
  method: 'GET',
  client: '127.0.0.1:9',
  ...more,
});

/** A gate before a.test and rebound.test; what it reports is kept. */
const gateWith = (answer?: NetworkAnswer, mode: 'full' | 'limited' = 'full') => {
  const resolver = new FakeHostResolver();
  resolver.names = {
    'a.test': ['9.9.9.9', '9.9.9.8'],
    'rebound.test': ['10.0.0.1'],
    'u.test': ['8.8.8.8'],
  };
  const reports: Omit<NetworkDecision, 'processId'>[] = [];
  const policy = new NetworkPolicy({
    allowed: new DomainPatterns(['a.test', 'rebound.test']),
    denied: new DomainPatterns(['bad.test']),
    reviewed: new DomainPatterns([]),
    mode,
    allowsLocal: false,
  });
  const gate = new NetworkGate(policy, resolver, {
    ask: answer && (async () => answer),
    report: async (decision) => {
      reports.push(decision);
    },
  });
  return { gate, resolver, reports };
};

describe('NetworkGate', () => {
  test('admits an allowed host to the addresses that it was resolved to, once', async () => {
    const { gate, resolver, reports } = gateWith();
    expect(await gate.judge(attemptOf('a.test'))).toEqual({
      kind: 'name',
      addresses: ['9.9.9.9', '9.9.9.8'],
      isPublic: true,
    });
    expect(resolver.asked).toEqual(['a.test']);
    expect(reports).toEqual([
      {
        ...attemptOf('a.test'),
        scope: 'domain',
        decision: 'allow',
        source: 'baseline_policy',
        reason: 'allow',
        isOverride: false,
      },
    ]);
  });

  test.each([
    ['bad.test', 'denied'],
    ['u.test', 'not_allowed'],
    ['127.0.0.1', 'not_allowed_local'],
  ])('refuses %s without resolving it, and reports it', async (host, reason) => {
    const { gate, resolver, reports } = gateWith();
    const refusal = { decision: 'deny', reason, source: 'baseline_policy' };
    expect(await gate.judge(attemptOf(host))).toEqual({ refusal });
    expect(resolver.asked).toEqual([]);
    expect(reports).toEqual([
      { ...attemptOf(host), scope: 'domain', isOverride: false, ...refusal },
    ]);
  });

  test('refuses an allowed name that leads to a private address', async () => {
    const { gate } = gateWith();
    expect(await gate.judge(attemptOf('rebound.test'))).toMatchObject({
      refusal: { reason: 'not_allowed_local' },
    });
  });

  test('admits what the client allows, but not to a private address', async () => {
    const { gate, resolver, reports } = gateWith({ type: 'allow' });
    expect(await gate.judge(attemptOf('u.test'))).toMatchObject({ addresses: ['8.8.8.8'] });
    expect(reports).toMatchObject([{ source: 'decider', reason: 'not_allowed', isOverride: true }]);
    resolver.names = { 'u.test': ['10.0.0.1'] };
    expect(await gate.judge(attemptOf('u.test'))).toMatchObject({
      refusal: { reason: 'not_allowed_local', source: 'baseline_policy' },
    });
  });

  test.each([
    [
      { type: 'deny', reason: 'no' },
      { decision: 'deny', reason: 'no', source: 'decider' },
    ],
    [
      { type: 'ask', reason: '' },
      { decision: 'ask', reason: 'policy_denied', source: 'decider' },
    ],
  ] as const)('refuses as the client answers: %j', async (answer, refusal) => {
    const { gate } = gateWith(answer);
    expect(await gate.judge(attemptOf('u.test'))).toEqual({ refusal });
  });

  test('judges the method after the host', async () => {
    const { gate, reports } = gateWith(undefined, 'limited');
    expect(await gate.judge(attemptOf('a.test', { method: 'POST' }))).toMatchObject({
      refusal: { reason: 'method_not_allowed', source: 'mode_guard' },
    });
    expect(reports.map(({ scope, decision }) => [scope, decision])).toEqual([
      ['domain', 'allow'],
      ['non_domain', 'deny'],
    ]);
  });

  test('refuses SOCKS in limited mode without a look at the host', async () => {
    const { gate, reports } = gateWith(undefined, 'limited');
    const attempt = attemptOf('bad.test', { protocol: 'socks5_tcp', method: undefined });
    expect(await gate.judge(attempt)).toMatchObject({ refusal: { source: 'mode_guard' } });
    expect(reports).toMatchObject([{ scope: 'non_domain' }]);
  });

  test.each([
    ['full', 'POST', 'unix_socket_unsupported'],
    ['limited', 'GET', 'unix_socket_unsupported'],
    ['limited', 'POST', 'method_not_allowed'],
  ] as const)('refuses Unix sockets in %s mode for %s: %s', async (mode, method, reason) => {
    const { gate, reports } = gateWith(undefined, mode);
    expect(await gate.judgeUnixSocket(method, 'c')).toMatchObject({ reason });
    expect(reports).toMatchObject([{ host: 'unix-socket', port: 0, method, client: 'c', reason }]);
  });
});
