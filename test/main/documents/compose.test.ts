import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { GATEWAY } from '../../../src/main/gateway/gateway-command-line.js';
import { DAEMON } from '../../../src/main/options/command-line.js';
import { readFlags } from '../options/read-command-line.js';

interface Service {
  readonly command: readonly string[];
  readonly depends_on?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const { services } = parse(readFileSync('deploy/compose/compose.yaml', 'utf8'), {
  merge: true,
}) as { services: Record<'redis' | 'node' | 'gateway', Service> };

describe('deploy/compose/compose.yaml', () => {
  test('gives the node and the gateway options that they have', () => {
    const node = readFlags(DAEMON, [
      ...services.node.command,
      '--advertise',
      'ws://172.18.0.3:8765',
    ]);
    expect(node.fleet).toMatchObject({ announce: 'redis://redis:6379' });
    const [word, ...options] = services.gateway.command;
    expect(word).toBe('gateway');
    expect(readFlags(GATEWAY, options)).toMatchObject({ nodes: node.fleet?.announce });
  });

  test('names services that are there', () => {
    for (const { depends_on: needed = [] } of Object.values(services)) {
      expect(Object.keys(services)).toEqual(expect.arrayContaining([...needed]));
    }
  });

  test.each(['node', 'gateway'] as const)(
    'gives the %s a digest, and no file of a token',
    (name) => {
      const { command, environment } = services[name];
      expect(command.join(' ')).not.toContain('file');
      expect(environment).toEqual({
        EXEC_SERVER_WS_TOKEN_SHA256: expect.stringMatching(/^\$\{TOKEN_SHA256:\?/),
      });
    },
  );
});
