import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Configuration, DAEMON } from '../../../src/main/options/command-line.js';
import { readConfiguration } from '../../../src/main/options/config-file.js';
import { StartupError } from '../../../src/main/startup-error.js';
import { catchOutput } from './read-command-line.js';

catchOutput();

let directory: string;
let path: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'config-'));
  path = join(directory, 'exec-server.toml');
});
afterAll(() => rmSync(directory, { recursive: true }));

/** The configuration with this file, beside these arguments. */
const configured = async (toml: string, ...args: string[]): Promise<Configuration> => {
  writeFileSync(path, toml);
  return (await readConfiguration(DAEMON, ['--config', path, ...args])).configuration;
};

const refusal = async (toml: string): Promise<string> => {
  const error = await configured(toml).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StartupError);
  return (error as Error).message.replace(path, 'FILE');
};

describe('A configuration file', () => {
  test('has options by their names, with texts, whole numbers, booleans and lists', async () => {
    const toml = `
listen = "ws://127.0.0.1:8765"   # a comment
session-ttl = "5m"
max-sessions = 7
metrics = true
no-tools = true
allowed-host = ["a.example", "b.example"]
audit-log = "/var/log/exec.jsonl"
audit-record = ["program", "cwd"]
log-level = "warn"
`;
    expect(await configured(toml)).toMatchObject({
      listen: 'ws://127.0.0.1:8765',
      limits: { sessionTtlMs: 300_000, maxSessions: 7 },
      metrics: true,
      tools: false,
      allowedHosts: ['a.example', 'b.example'],
      audit: { path: '/var/log/exec.jsonl', fields: ['program', 'cwd'] },
      logLevel: 'warn',
    });
  });

  test('yields to variables, which yield to flags, and precedes defaults', async () => {
    process.env.EXEC_SERVER_LOG_LEVEL = 'debug';
    process.env.EXEC_SERVER_MAX_SESSIONS = '3';
    const toml = 'log-level = "warn"\nmax-sessions = 2\nmax-processes = 1\n';
    const { logLevel, limits } = await configured(toml, '--log-level', 'error');
    expect(logLevel).toBe('error');
    expect(limits).toEqual({ maxSessions: 3, maxProcessesPerSession: 1 });
  });

  test('is named by a variable too, and KEY=VALUE of codex exec-server is no file', async () => {
    writeFileSync(path, 'max-sessions = 9\n');
    process.env.EXEC_SERVER_CONFIG = path;
    for (const args of [[], ['-c', 'model="x"']]) {
      const { configuration } = await readConfiguration(DAEMON, args);
      expect(configuration.limits).toEqual({ maxSessions: 9 });
    }
  });

  test.each([
    ['sesion-ttl = "5m"', 'FILE: unknown key `sesion-ttl`; the most similar one is `session-ttl`'],
    ['config = "x"', 'FILE: unknown key `config`; the most similar one is'],
    ['remote = "x"', 'FILE: unknown key `remote`'],
    ['session-ttl = "soon"', 'FILE: `session-ttl`: Expected a time above 0'],
    [
      'session-ttl = 1.5',
      'FILE: `session-ttl`: expected a text, a whole number or a list of texts',
    ],
    ['metrics = "yes"', 'FILE: `metrics`: expected true or false'],
    ['log-level = "loud"', 'FILE: `log-level`: Allowed choices are'],
    ['[listen]\na = 1', 'FILE: `listen`: expected a text'],
    ['listen = ', 'FILE: line 1, column'],
  ])('is refused with %j: %s', async (toml, message) => {
    expect(await refusal(toml)).toContain(message);
  });

  test('is refused when it cannot be read', async () => {
    await expect(readConfiguration(DAEMON, ['--config', join(directory, 'none')])).rejects.toThrow(
      'cannot read the configuration file: ENOENT',
    );
  });
});
