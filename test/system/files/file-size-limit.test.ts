import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { RawDaemon } from '../raw-daemon.js';

const TOO_LARGE = { code: -32_603, message: 'File too large (os error 27)' };

test('a write beyond ulimit -f is refused and every file keeps its content', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'exec-server-limit-'));
  const uri = (name: string): string => `file://${directory}/${name}`;
  for (const name of ['file', 'linked']) {
    writeFileSync(join(directory, name), 'old');
  }
  linkSync(join(directory, 'linked'), join(directory, 'other-name'));
  writeFileSync(join(directory, 'large'), Buffer.alloc(300_000));
  await using daemon = await RawDaemon.start({ script: 'ulimit -f 100; exec "$@"' });
  const client = await daemon.client();
  // The first child removes the protection from SIGXFSZ unless the daemon restores it.
  const id = await client.startProcess({ argv: ['true'] });
  await client.outcome(id);
  const dataBase64 = Buffer.alloc(300_000, 'n').toString('base64');
  for (const name of ['file', 'linked', 'new']) {
    await expect(
      client.request('fs/writeFile', { path: uri(name), dataBase64 }),
    ).rejects.toMatchObject(TOO_LARGE);
  }
  const paths = { sourcePath: uri('large'), destinationPath: uri('file') };
  await expect(client.request('fs/copy', { ...paths, recursive: false })).rejects.toMatchObject(
    TOO_LARGE,
  );
  for (const name of ['file', 'linked']) {
    expect(readFileSync(join(directory, name), 'utf8')).toBe('old');
  }
  expect(readdirSync(directory).sort()).toEqual(['file', 'large', 'linked', 'other-name']);
  rmSync(directory, { recursive: true });
  expect(await daemon.end()).toBe(0);
});
