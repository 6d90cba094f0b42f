import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { reload } from '../../../src/main/daemon/reload.js';
import { readConfiguration } from '../../../src/main/options/config-file.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

test('a reload takes what can change, names the rest, and keeps what it had of a bad file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'reload-'));
  const path = join(directory, 'exec-server.toml');
  const argv = ['--config', path];
  const logger = new RecordingLogger();
  writeFileSync(path, 'log-level = "info"\n');
  const former = await readConfiguration(argv);

  writeFileSync(path, 'log-level = "debug"\ndrain-timeout = "1m"\n');
  const next = await reload(argv, former, logger);
  expect(next?.configuration).toMatchObject({ logLevel: 'debug', drainTimeoutMs: 60_000 });
  expect(logger.lines).toEqual([]);

  writeFileSync(path, 'max-sessions = 3\nlisten = "ws://127.0.0.1:1"\nno-tools = true\n');
  await reload(argv, former, logger);
  expect(logger.lines).toEqual([
    {
      level: 'warn',
      message: 'options changed that take effect after a restart',
      fields: { options: '--listen, --no-tools, --max-sessions' },
    },
  ]);

  writeFileSync(path, 'maxsessions = 3\n');
  expect(await reload(argv, former, logger)).toBeUndefined();
  expect(logger.lines.at(-1)).toMatchObject({
    level: 'error',
    message: 'configuration not reloaded: the former one stays in use',
  });
  rmSync(directory, { recursive: true });
});
