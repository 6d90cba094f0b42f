import { describe, expect, test } from '@jest/globals';
import {
  NetworkProxyConfigParams,
  NetworkProxyParams,
} from '../../../../../src/adapters/json-rpc/params/network/network-proxy-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

const PROXY = {
  enabled: true,
  enableSocks5: true,
  enableSocks5Udp: true,
  allowUpstreamProxy: true,
  dangerouslyAllowAllUnixSockets: false,
  mode: 'full',
  allowLocalBinding: false,
};

const FLAGS = [
  'enabled',
  'enableSocks5',
  'enableSocks5Udp',
  'allowUpstreamProxy',
  'dangerouslyAllowAllUnixSockets',
];

describeParams(
  NetworkProxyConfigParams,
  {
    ...PROXY,
    domains: { a: 'allow', b: 'deny', c: 'none' },
    unixSockets: { '/a': 'allow' },
    reviewDomains: ['a'],
    credentialMasking: false,
    credentialProviders: {},
    transparentTcp: false,
  },
  [
    ...FLAGS.map((name) => ({ name, presence: 'required', kind: 'flag' }) as const),
    { name: 'mode', presence: 'required', kind: 'text', wrong: ['', 'Full'], right: ['limited'] },
    { name: 'allowLocalBinding', presence: 'required', kind: 'flag' },
    { name: 'domains', presence: 'nullable', kind: 'map', wrong: [{ a: 'ask' }, { a: 1 }] },
    { name: 'unixSockets', presence: 'nullable', kind: 'map', wrong: [{ '/a': 'none' }] },
    { name: 'reviewDomains', presence: 'nullable', kind: 'list', wrong: [[1]], right: [[]] },
    { name: 'credentialMasking', presence: 'nullable', kind: 'flag' },
    { name: 'credentialProviders', presence: 'nullable', kind: 'map' },
    { name: 'transparentTcp', presence: 'nullable', kind: 'flag' },
  ],
);

const launch = (proxy: object, beside: object = {}) =>
  readParams(NetworkProxyParams, { proxy: { ...PROXY, ...proxy }, ...beside }).toLaunch();

describe('NetworkProxyParams', () => {
  test('makes a launch with compiled rules', () => {
    const { rules, ...rest } = launch(
      { domains: { 'a.test': 'allow', 'b.test': 'deny', 'c.test': 'none' }, reviewDomains: ['d'] },
      {
        policyDecisionTimeoutMs: 1000,
        environmentId: 'remote',
        executionId: 'e',
        auditMetadata: {},
      },
    );

    expect(rest).toEqual({
      socks: true,
      allowsUpstreamProxy: true,
      allowsUnixSockets: false,
      askTimeoutMs: 1000,
    });
    expect(rules).toMatchObject({ mode: 'full', allowsLocal: false });
    const sets = [rules.allowed, rules.denied, rules.reviewed];
    expect(
      ['a.test', 'b.test', 'c.test', 'd'].map((host) => sets.map((s) => s.matches(host))),
    ).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, false],
      [false, false, true],
    ]);
  });

  test.each([
    [{ enabled: false }, 'executor-local network proxy launch requires an enabled proxy'],
    [{ transparentTcp: true }, 'transparent TCP is not supported on this executor'],
    [{ credentialMasking: true }, 'credential masking is not supported on this executor'],
    [{ credentialProviders: { a: {} } }, 'credential masking is not supported on this executor'],
    [{ domains: { '': 'allow' } }, 'domain pattern is empty'],
    [{ reviewDomains: [' '] }, 'domain pattern is empty'],
    [{ domains: { 'http://a/': 'allow' } }, 'unsupported domain pattern syntax: http://a/'],
    [{ domains: { 'a[': 'deny' } }, 'brackets are only supported for IPv6 literals or [*]: a['],
    [{ domains: { '*.**': 'deny' } }, 'unsupported repeated wildcard: *.**'],
    [
      { domains: { '*': 'deny' } },
      'invalid value for network.denied_domains: * (allowed exact hosts or scoped wildcards like *.example.com or **.example.com)',
    ],
    [
      { unixSockets: { '/a': 'allow', 'tmp/a': 'allow' } },
      'invalid network.allow_unix_sockets[1]: expected a NUL-free absolute path, got "tmp/a"',
    ],
  ])('refuses a policy that cannot be enforced: %j', (proxy, fault) => {
    expect(() => launch(proxy)).toThrow(`invalid network proxy config: ${fault}`);
  });

  test('refuses a field that it does not know, which could be a restriction', () => {
    expect(() => launch({ denyAll: true })).toThrow('denyAll');
  });

  test('refuses no time at all for a decision', () => {
    expect(() => launch({}, { policyDecisionTimeoutMs: 0 })).toThrow(
      'network policy decision callback timeout must be nonzero',
    );
  });
});
