import { beforeEach, describe, expect, test } from '@jest/globals';
import { ExecServerError } from '../../../../src/domain/errors.js';
import { CACHE, InstalledFixture } from './installed-fixture.js';

let fixture: InstalledFixture;

beforeEach(() => {
  fixture = new InstalledFixture();
});

describe('DiscoverInstalledCapabilities', () => {
  test('fails as a whole when a parent of a skills directory is a file', async () => {
    await fixture.add({ '/home/tester/.agents': 'a file' });

    await expect(fixture.discover()).rejects.toThrow(
      new ExecServerError('failed', 'Not a directory (os error 20)'),
    );
  });

  test('fails as a whole when CODEX_HOME does not exist', async () => {
    fixture.host.variables = { CODEX_HOME: '/nowhere' };

    await expect(fixture.discover()).rejects.toThrow(
      'CODEX_HOME points to "/nowhere", but that path does not exist',
    );
  });

  test('fails as a whole when a marketplace cannot be read', async () => {
    await fixture.add({ [`${CACHE}/m/p/1/.codex-plugin/plugin.json`]: '{}' });
    const walk = fixture.files.walk.bind(fixture.files);
    fixture.files.walk = async (path, options) => ({
      ...(await walk(path, options)),
      errors: [{ path: `${CACHE}/n`, message: 'Permission denied (os error 13)' }],
    });

    await expect(fixture.discover()).rejects.toThrow(
      `failed to scan plugin cache path ${CACHE}/n: Permission denied (os error 13)`,
    );
  });
});
