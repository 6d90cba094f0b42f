import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { GATEWAY } from '../../../src/main/gateway/gateway-command-line.js';
import { DAEMON } from '../../../src/main/options/command-line.js';
import { readFlags } from '../options/read-command-line.js';

interface Service {
  readonly command: readonly string[];
  readonly depends_on?: readonly string[];
  readonly secrets?: readonly string[];
}

const { services, secrets } = parse(readFileSync('deploy/compose/compose.yaml', 'utf8'), {
  merge: true,
}) as { services: Record<'redis' | 'node' | 'gateway', Service>; secrets: object };

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

  test('names services and secrets that are there', () => {
    for (const { depends_on: needed = [], secrets: used = [] } of Object.values(services)) {
      expect(Object.keys(services)).toEqual(expect.arrayContaining([...needed]));
      expect(Object.keys(secrets)).toEqual(expect.arrayContaining([...used]));
    }
  });
});
