import { mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { requestText } from '../../adapters/http-server/request-text.js';
import { ask } from '../../adapters/http-server/test-listener.js';
import { RawDaemon } from '../raw-daemon.js';

const linesOf = (path: string): Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('--audit-log has starts, ends and refusals, in a new file after a SIGHUP', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'audit-'));
  const path = join(directory, 'audit.jsonl');
  const rotated = `${path}.1`;
  await using daemon = await RawDaemon.start({
    args: ['--audit-log', path, '--audit-record', 'program,variables', '--max-sessions', '1'],
    stderr: 'pipe',
  });
  const client = await daemon.client();
  const env = { TOKEN: 's3cr3t' };
  const good = client.run('sh', ['-c', 'exit 3'], { env, reject: false });
  await good;
  renameSync(path, rotated);
  daemon.child.kill('SIGHUP');
  await daemon.logged('SIGHUP: reloading');
  await expect(client.run('/no/such/s3cr3t')).rejects.toThrow();
  await expect(daemon.client()).rejects.toThrow('too many sessions');
  const foreign = requestText('GET /', ['Host: evil.example']);
  expect((await ask(Number(new URL(daemon.url).port), foreign))[0]).toBe(403);
  expect(await daemon.end()).toBe(0);

  const who = { session: expect.any(String), address: '127.0.0.1', client: 'exec-server/client' };
  expect(linesOf(rotated)).toMatchObject([
    { event: 'process_started', ...who, process: good.id, program: 'sh', variables: ['TOKEN'] },
    { event: 'process_ended', ...who, process: good.id, exitCode: 3 },
  ]);
  expect(linesOf(path)).toMatchObject([
    { event: 'process_refused', ...who, reason: 'No such file or directory (os error 2)' },
    { event: 'session_refused', address: '127.0.0.1', reason: 'too_many_sessions' },
    { event: 'client_refused', address: '127.0.0.1', status: 403 },
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const text = readFileSync(rotated, 'utf8');
  expect(text).not.toContain('s3cr3t');
  rmSync(directory, { recursive: true });
});
