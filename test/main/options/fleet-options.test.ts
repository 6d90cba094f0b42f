import { describe, expect, test } from '@jest/globals';
import { StartupError } from '../../../src/main/startup-error.js';
import { catchOutput, printed, read, usageError } from './read-command-line.js';

catchOutput();

describe('The command line of the daemon', () => {
  test('makes the daemon a node with --node-id, and with --announce under a name of its own', () => {
    expect(read(['--node-id', 'node-1']).fleet).toEqual({
      nodeId: 'node-1',
      announce: undefined,
      advertise: undefined,
      trustedProxies: [],
    });
    const announce = ['--announce', 'redis://127.0.0.1:6379'];
    const names = [read(announce).fleet?.nodeId, read(announce).fleet?.nodeId];
    expect(new Set(names).size).toBe(2);
  });

  test('takes trusted proxies from several flags, and lists with commas', () => {
    const args = [
      '--node-id',
      'a',
      '--trusted-proxy',
      '10.0.0.0/8, ::1',
      '--trusted-proxy',
      '10.1.1.1',
    ];
    expect(read(args).fleet?.trustedProxies).toEqual(['10.0.0.0/8', '::1', '10.1.1.1']);
  });

  test.each([
    ['--node-id', 'a b'],
    ['--advertise', 'ws://x'],
    ['--advertise', 'ws://x:1/path'],
    ['--trusted-proxy', 'localhost'],
    ['--trusted-proxy', '10.0.0.0/33'],
    ['--trusted-proxy', '10.0.0.0/8/8'],
  ])('refuses %s %s', (flag, value) => {
    expect(usageError(['--node-id', 'a', flag, value]).exitCode).toBe(1);
  });

  test.each(['http://x', 'redis://:secret@h:port', 'redis://:secret@h/x'])(
    'refuses --announce %s, and shows no password of it',
    (url) => {
      for (const [args, variables] of [
        [['--announce', url], {}],
        [[], { EXEC_SERVER_ANNOUNCE: url }],
      ] as const) {
        const refused = (): unknown => read(args, variables);
        expect(refused).toThrow(StartupError);
        expect(refused).toThrow(/^invalid --announce; expected redis:\/\/HOST:PORT(?!.*secret)/);
      }
      expect(printed.stderr).not.toContain('secret');
    },
  );

  test('refuses options of a node where there is no node', () => {
    expect(() => read(['--advertise', 'ws://x:1'])).toThrow(StartupError);
    expect(() => read(['--trusted-proxy', '10.0.0.1'])).toThrow('--trusted-proxy requires');
  });
});
