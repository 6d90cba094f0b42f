import { describe, expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import {
  type GatewayConfiguration,
  readGatewayCommandLine,
} from '../../../src/main/gateway/gateway-command-line.js';
import { catchOutput, printed } from './read-command-line.js';

catchOutput();

const read = (...args: string[]): GatewayConfiguration => readGatewayCommandLine(args);

describe('readGatewayCommandLine', () => {
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
});
