import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import {
  GATEWAY,
  type GatewayConfiguration,
} from '../../../src/main/gateway/gateway-command-line.js';
import { readConfiguration } from '../../../src/main/options/config-file.js';
import { catchOutput, printed, readFlags } from './read-command-line.js';

catchOutput();

const read = (...args: string[]): GatewayConfiguration => readFlags(GATEWAY, args);

describe('The command line of a gateway', () => {
  test('returns the defaults with --nodes alone', () => {
    expect(read('--nodes', 'ws://127.0.0.1:1')).toEqual({
      listen: 'ws://127.0.0.1:0',
      nodes: 'ws://127.0.0.1:1',
      logLevel: 'info',
      limits: {},
      authentication: undefined,
      allowedHosts: [],
      allowUnauthenticated: false,
      trustedProxies: [],
      metrics: false,
      metricsListen: undefined,
      drainTimeoutMs: 0,
      misspeltVariables: [],
    });
  });

  test('requires --nodes, or its variable', () => {
    expect(() => read()).toThrow(CommanderError);
    expect(printed.stderr).toContain("required option '--nodes <WHERE>' not specified");
    process.env.EXEC_SERVER_NODES = 'dns://nodes.example:8765';
    expect(read().nodes).toBe('dns://nodes.example:8765');
  });

  test('has the limits of connections, and none of processes', () => {
    expect(read('--nodes', 'x', '--max-connections', '7').limits).toEqual({ maxConnections: 7 });
    expect(() => read('--nodes', 'x', '--max-processes', '7')).toThrow(CommanderError);
  });

  test('has a file as the daemon has, which may have --nodes, and not the options of the daemon alone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'gateway-config-'));
    const path = join(directory, 'gateway.toml');
    const configured = async (toml: string, ...args: string[]): Promise<GatewayConfiguration> => {
      writeFileSync(path, toml);
      return (await readConfiguration(GATEWAY, ['--config', path, ...args])).configuration;
    };
    const nodes = 'nodes = ["ws://10.0.0.11:8765", "ws://10.0.0.12:8765"]\n';
    expect(await configured(`${nodes}max-connections = 7\ndrain-timeout = "1m"\n`)).toMatchObject({
      nodes: 'ws://10.0.0.11:8765,ws://10.0.0.12:8765',
      limits: { maxConnections: 7 },
      drainTimeoutMs: 60_000,
    });
    process.env.EXEC_SERVER_LOG_LEVEL = 'debug';
    const common = `${nodes}listen = "ws://127.0.0.1:1"\nlog-level = "warn"\n`;
    expect(await configured(common, '--listen', 'ws://127.0.0.1:2')).toMatchObject({
      listen: 'ws://127.0.0.1:2',
      logLevel: 'debug',
    });
    await expect(configured(`${nodes}max-processes = 7\n`)).rejects.toThrow(
      'unknown key `max-processes`',
    );
    await expect(configured('max-connections = 7\n')).rejects.toThrow(CommanderError);
    rmSync(directory, { recursive: true });
  });
});
