import { describe, expect, test } from '@jest/globals';
import { DomainPatterns } from '../../../src/domain/network/domain-pattern.js';
import { NetworkPolicy, type NetworkRules } from '../../../src/domain/network/network-policy.js';

const policy = ({
  allowed = ['a', '*.ok', 'localhost'],
  denied = ['bad', '1.2.3.4', 'sub.ok'],
  ...rest
}: {
  allowed?: string[];
  denied?: string[];
  mode?: NetworkRules['mode'];
  allowsLocal?: boolean;
} = {}): NetworkPolicy =>
  new NetworkPolicy({
    allowed: new DomainPatterns(allowed),
    denied: new DomainPatterns(denied),
    reviewed: new DomainPatterns(['rev.ok', 'bad']),
    mode: 'full',
    allowsLocal: false,
    ...rest,
  });

const reasonOf = (verdict: unknown): unknown =>
  typeof verdict === 'object' ? (verdict as { reason: string }).reason : verdict;

describe('NetworkPolicy', () => {
  test.each([
    ['a', 'name', 'allowed'],
    ['x.ok', 'name', 'allowed'],
    ['sub.ok', 'name', 'denied'],
    ['bad', 'name', 'denied'],
    ['rev.ok', 'name', 'ask'],
    ['unknown', 'name', 'ask'],
    ['localhost', 'local', 'allowed'],
    ['127.0.0.1', 'local', 'not_allowed_local'],
    ['8.8.8.8', 'public-address', 'ask'],
  ] as const)('judges %s, a %s: %s', (host, kind, verdict) => {
    expect(reasonOf(policy().judgeHost(host, kind))).toBe(verdict);
  });

  test('does not take a wildcard for a rule that names a local host', () => {
    const everything = policy({ allowed: ['*'] });
    expect(reasonOf(everything.judgeHost('localhost', 'local'))).toBe('not_allowed_local');
    expect(policy({ allowed: ['*'], allowsLocal: true }).judgeHost('localhost', 'local')).toBe(
      'allowed',
    );
  });

  const PUBLIC = { address: '9.9.9.9', isPublic: true };
  const PRIVATE = { address: '10.0.0.1', isPublic: false };

  test.each([
    ['one public address', [PUBLIC], undefined],
    ['one private among public ones', [PUBLIC, PRIVATE], 'not_allowed_local'],
    ['none', [], 'not_allowed_local'],
    ['a denied one', [{ address: '1.2.3.4', isPublic: true }], 'denied'],
    ['a denied one, mapped to IPv6', [{ address: '::ffff:1.2.3.4', isPublic: true }], 'denied'],
  ] as const)('judges a name that leads to %s', (_, addresses, reason) => {
    expect(policy().judgeAddresses('name', addresses)?.reason).toBe(reason);
  });

  test('lets local addresses be reached by name where they are allowed, but no denied ones', () => {
    const local = policy({ allowsLocal: true });
    expect(local.judgeAddresses('name', [PRIVATE])).toBeUndefined();
    expect(local.judgeAddresses('name', [{ address: '1.2.3.4', isPublic: true }])?.reason).toBe(
      'denied',
    );
  });

  test.each([
    ['http', 'GET', undefined],
    ['http', 'HEAD', undefined],
    ['http', 'OPTIONS', undefined],
    ['http', 'POST', 'method_not_allowed'],
    ['http', 'get', 'method_not_allowed'],
    ['https_connect', 'CONNECT', 'mitm_required'],
    ['socks5_tcp', undefined, 'mitm_required'],
  ] as const)('judges %s %s in limited mode', (protocol, method, reason) => {
    expect(policy({ mode: 'limited' }).judgeMethod(protocol, method)?.reason).toBe(reason);
    expect(policy().judgeMethod(protocol, method)).toBeUndefined();
  });

  test('refuses SOCKS in limited mode, unless it may be HTTPS, without a look at the host', () => {
    const attempt = { protocol: 'socks5_tcp', host: 'a', method: undefined, client: '' } as const;
    const limited = policy({ mode: 'limited' });
    expect(limited.judgePort({ ...attempt, port: 80 })?.reason).toBe('method_not_allowed');
    expect(limited.judgePort({ ...attempt, port: 443 })).toBeUndefined();
    expect(policy().judgePort({ ...attempt, port: 80 })).toBeUndefined();
  });
});
