import { isAbsolute } from 'node:path';
import { basename } from 'node:path/posix';
import { describe, expect, test } from '@jest/globals';
import type { HostInformation } from '../../src/application/ports/host-information.js';

/** What everybody who takes a `HostInformation` relies on. */
export const hostInformationContract = (name: string, make: () => HostInformation): void => {
  describe(`the host information contract: ${name}`, () => {
    test('the shell is an absolute path under the name of the program', () => {
      const { shell } = make().describe();

      expect(isAbsolute(shell.path)).toBe(true);
      expect(shell.name).toBe(basename(shell.path));
      expect(shell.name).not.toBe('');
    });

    test('directories are absolute paths', () => {
      const { cwd, userHomeDir, temporaryDirectories, tempDir } = make().describe();
      const told = [cwd, userHomeDir, tempDir, ...temporaryDirectories];

      expect(told.filter((path) => path !== undefined && !isAbsolute(path))).toEqual([]);
    });

    test('the provider is an opaque id, the same for every instance on one host', () => {
      const { providerId } = make().describe();

      expect(providerId).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(make().describe().providerId).toBe(providerId);
    });

    test('the host has a name', () => {
      expect(make().describe().hostname).not.toBe('');
    });

    test('the platform is named as Node names it', () => {
      expect(['linux', 'darwin']).toContain(make().describe().platform);
    });

    test('the description stays the same', () => {
      const host = make();

      expect(host.describe()).toEqual(host.describe());
    });

    test('the environment is variables with text values', () => {
      const variables = Object.entries(make().environment());

      expect(variables.length).toBeGreaterThan(0);
      expect(variables.filter(([, value]) => typeof value !== 'string')).toEqual([]);
    });
  });
};
