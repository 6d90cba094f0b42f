import { describe, expect, test } from '@jest/globals';
import { requireSafeBindAddress } from '../../../src/main/listening/bind-policy.js';
import { StartupError } from '../../../src/main/startup-error.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const CLOSED = { authenticator: undefined, allowUnauthenticated: false };

const FOREIGN: [string, string][] = [
  ['0.0.0.0', 'ws://0.0.0.0:80'],
  ['126.255.255.255', 'ws://126.255.255.255:80'],
  ['128.0.0.0', 'ws://128.0.0.0:80'],
  ['10.0.0.1', 'ws://10.0.0.1:80'],
  ['192.168.0.1', 'ws://192.168.0.1:80'],
  ['::', 'ws://[::]:80'],
  ['::2', 'ws://[::2]:80'],
  ['fe80::1', 'ws://[fe80::1]:80'],
  ['::ffff:10.0.0.1', 'ws://[::ffff:10.0.0.1]:80'],
  ['::ffff:0.0.0.0', 'ws://[::ffff:0.0.0.0]:80'],
];

describe('requireSafeBindAddress', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.2',
    '127.255.255.255',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
  ])('accepts the loopback address %s without authentication and without a warning', (host) => {
    const logger = new RecordingLogger();
    for (const allowUnauthenticated of [false, true]) {
      requireSafeBindAddress({ host, port: 1 }, { ...CLOSED, allowUnauthenticated }, logger);
    }
    expect(logger.lines).toEqual([]);
  });

  test.each(FOREIGN)('refuses %s without authentication and names the options', (host, url) => {
    const attempt = (): void =>
      requireSafeBindAddress({ host, port: 80 }, CLOSED, new RecordingLogger());
    expect(attempt).toThrow(StartupError);
    expect(attempt).toThrow(`refusing to listen on ${url}: there is no authentication`);
    expect(attempt).toThrow('set --ws-auth, or listen on ws://127.0.0.1:PORT');
    expect(attempt).toThrow('--allow-unauthenticated');
  });

  test.each(FOREIGN)(
    'refuses %s with an authenticator that does not state that it authenticates',
    (host, url) => {
      for (const authenticator of [{ authenticates: false }, {}, { authenticates: 1 }] as never[]) {
        const attempt = (): void =>
          requireSafeBindAddress(
            { host, port: 80 },
            { authenticator, allowUnauthenticated: false },
            new RecordingLogger(),
          );
        expect(attempt).toThrow(StartupError);
        expect(attempt).toThrow(`refusing to listen on ${url}: the authenticator does not say`);
        expect(attempt).toThrow('set its property `authenticates` to true');
      }
    },
  );

  test.each(FOREIGN)('accepts %s with authentication, without a warning', (host) => {
    const logger = new RecordingLogger();
    requireSafeBindAddress(
      { host, port: 80 },
      { ...CLOSED, authenticator: { authenticates: true } },
      logger,
    );
    expect(logger.lines).toEqual([]);
  });

  test.each(FOREIGN)('accepts %s with allowUnauthenticated, with a warning', (host, url) => {
    const logger = new RecordingLogger();
    requireSafeBindAddress({ host, port: 80 }, { ...CLOSED, allowUnauthenticated: true }, logger);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { url } }]);
    expect(logger.lines[0]?.message).toContain('commands as this user');
  });
});
