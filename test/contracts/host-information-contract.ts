import { isAbsolute } from 'node:path';
import { basename } from 'node:path/posix';
import { describe, expect, test } from '@jest/globals';
import type { HostInformation } from '../../src/application/ports/host-information.js';

/** The rules that every `HostInformation` keeps to. */
export const hostInformationContract = (name: string, make: () => HostInformation): void => {
  describe(`HostInformation contract: ${name}`, () => {
    test('the shell has an absolute path that ends in its name', () => {
      const { shell } = make().describe();

      expect(isAbsolute(shell.path)).toBe(true);
      expect(shell.name).toBe(basename(shell.path));
      expect(shell.name).not.toBe('');
    });

    test('directories are absolute paths', () => {
      const description = make().describe();
      const { cwd, userHomeDir, temporaryDirectories, tempDir, toolDirectories } = description;
      const told = [cwd, userHomeDir, tempDir, ...temporaryDirectories, ...toolDirectories];

      expect(told.filter((path) => path !== undefined && !isAbsolute(path))).toEqual([]);
    });

    test('the provider id is opaque and the same for every instance', () => {
      const { providerId } = make().describe();

      expect(providerId).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(make().describe().providerId).toBe(providerId);
    });

    test('the host name is not empty', () => {
      expect(make().describe().hostname).not.toBe('');
    });

    test('the platform is linux or darwin', () => {
      expect(['linux', 'darwin']).toContain(make().describe().platform);
    });

    test('the description stays the same', () => {
      const host = make();

      expect(host.describe()).toEqual(host.describe());
    });

    test('the environment has text values', () => {
      const variables = Object.entries(make().environment());

      expect(variables.length).toBeGreaterThan(0);
      expect(variables.filter(([, value]) => typeof value !== 'string')).toEqual([]);
    });
  });
};
