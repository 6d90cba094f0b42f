import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { RawDaemon } from '../raw-daemon.js';

test('a write beyond ulimit -f is refused and every file keeps its content', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'exec-server-limit-'));
  for (const name of ['file', 'linked']) {
    writeFileSync(join(directory, name), 'old');
  }
  linkSync(join(directory, 'linked'), join(directory, 'other-name'));
  writeFileSync(join(directory, 'large'), Buffer.alloc(300_000));
  await using daemon = await RawDaemon.start({ script: 'ulimit -f 100; exec "$@"' });
  const client = await daemon.client();
  // The first child removes the protection from SIGXFSZ unless the daemon restores it.
  await client.run('true');
  const { files } = client;
  for (const name of ['file', 'linked', 'new']) {
    const write = files.writeFile(join(directory, name), Buffer.alloc(300_000, 'n'));
    await expect(write).rejects.toMatchObject({ code: 'EFBIG' });
  }
  const copy = files.cp(join(directory, 'large'), join(directory, 'file'));
  await expect(copy).rejects.toMatchObject({ code: 'EFBIG' });
  for (const name of ['file', 'linked']) {
    expect(readFileSync(join(directory, name), 'utf8')).toBe('old');
  }
  expect(readdirSync(directory).sort()).toEqual(['file', 'large', 'linked', 'other-name']);
  rmSync(directory, { recursive: true });
  await client.close();
  expect(await daemon.end()).toBe(0);
});
