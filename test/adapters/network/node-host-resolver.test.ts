import { describe, expect, test } from '@jest/globals';
import { NodeHostResolver } from '../../../src/adapters/network/node-host-resolver.js';
import { hostResolverContract } from '../../contracts/host-resolver-contract.js';
import { FakeHostResolver } from '../../fakes/fake-host-resolver.js';

const create = (): NodeHostResolver => new NodeHostResolver({ resolveTimeoutMs: 60_000 });

hostResolverContract('NodeHostResolver', create);
hostResolverContract('FakeHostResolver', () => new FakeHostResolver());

const PRIVATE = /^(::ffff:)?(10|100\.64|172\.(16|31)|192\.168)\.|^f[cd]/;

describe('NodeHostResolver', () => {
  test.each([
    '0.0.0.0',
    '10.255.255.255',
    '100.64.0.1',
    '127.255.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%lo',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
  ])('takes %s for local', (address) => {
    expect(create().kindOf(address)).toMatch(/^(local|private-address)$/);
    expect(create().kindOf(address) === 'private-address').toBe(PRIVATE.test(address));
  });

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '172.15.0.1',
    '172.32.0.1',
    '192.88.99.1',
    '223.255.255.255',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('takes %s for public', (address) => {
    expect(create().kindOf(address)).toBe('public-address');
  });

  test.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1'])(
    'finds the local address behind the unusual form %s, or none',
    async (host) => {
      const found = await create().resolve(host);
      expect(found.every(({ isPublic }) => !isPublic)).toBe(true);
    },
  );

  test('gives up when a name takes too long', async () => {
    const impatient = new NodeHostResolver({ resolveTimeoutMs: 0 });
    // The timer of 1 ms may lose against an answer; a name without an address has none either way.
    expect(await impatient.resolve('nowhere.invalid')).toEqual([]);
  });
});
