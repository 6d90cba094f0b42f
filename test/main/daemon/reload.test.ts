import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { LogLevel } from '../../../src/adapters/logging/pino-logger.js';
import { ReloadableConfiguration } from '../../../src/main/daemon/reload.js';
import { DAEMON } from '../../../src/main/options/command-line.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

test('a reload takes what can change, names the rest, and keeps what it had of a bad file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'reload-'));
  const path = join(directory, 'exec-server.toml');
  const argv = ['--config', path];
  const levels: LogLevel[] = [];
  const logger = Object.assign(new RecordingLogger(), {
    setLevel: (level: LogLevel) => void levels.push(level),
  });
  writeFileSync(path, 'log-level = "info"\n');
  const configuration = await ReloadableConfiguration.read(DAEMON, argv);

  writeFileSync(path, 'log-level = "debug"\ndrain-timeout = "1m"\n');
  await configuration.reload(logger);
  expect(configuration.current.drainTimeoutMs).toBe(60_000);
  expect(levels).toEqual(['debug']);
  expect(logger.lines).toEqual([]);

  writeFileSync(path, 'max-sessions = 3\nlisten = "ws://127.0.0.1:1"\nno-tools = true\n');
  await configuration.reload(logger);
  expect(logger.lines).toEqual([
    {
      level: 'warn',
      message: 'options changed that take effect after a restart',
      fields: { options: '--listen, --no-tools, --max-sessions' },
    },
  ]);

  writeFileSync(path, 'maxsessions = 3\n');
  await configuration.reload(logger);
  expect(configuration.current.limits).toEqual({ maxSessions: 3 });
  expect(logger.lines.at(-1)).toMatchObject({
    level: 'error',
    message: 'configuration not reloaded: the former one stays in use',
  });
  rmSync(directory, { recursive: true });
});
