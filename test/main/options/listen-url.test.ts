import { describe, expect, test } from '@jest/globals';
import { parseListenUrl, toListenUrl } from '../../../src/main/options/listen-url.js';
import { StartupError } from '../../../src/main/startup-error.js';

describe('parseListenUrl', () => {
  test.each([
    ['ws://127.0.0.1:0', '127.0.0.1', 0],
    ['ws://127.0.0.1:65535', '127.0.0.1', 65_535],
    ['ws://0.0.0.0:80', '0.0.0.0', 80],
    ['ws://[::1]:19000', '::1', 19_000],
    ['ws://[::]:1', '::', 1],
    ['ws://[fe80::1:2]:1', 'fe80::1:2', 1],
    ['ws://[::ffff:127.0.0.1]:1', '::ffff:127.0.0.1', 1],
  ])('reads %s, and toListenUrl writes it back', (url, host, port) => {
    expect(parseListenUrl(url)).toEqual({ host, port });
    expect(toListenUrl({ host, port })).toBe(url);
  });

  test.each([
    'ws://',
    'ws://localhost:1',
    'ws://127.0.0.1',
    'ws://127.0.0.1:',
    'ws://127.0.0.1:1/',
    'ws://127.0.0.1:1/path',
    'ws://127.0.0.1:1?a',
    'ws://127.0.0.1:1#a',
    'ws://127.0.0.1:1 ',
    'ws:// 127.0.0.1:1',
    'ws://127.0.0.1:1\n',
    'ws://1.2.3.4:99999',
    'ws://1.2.3.4:65536',
    'ws://1.2.3.4:-1',
    'ws://1.2.3.4:+1',
    'ws://1.2.3.4:0x1',
    'ws://1.2.3.4:1e3',
    'ws://1.2.3:1',
    'ws://1.2.3.4.5:1',
    'ws://1.2.3.256:1',
    'ws://user@127.0.0.1:1',
    'ws://::1:1',
    'ws://[::1]',
    'ws://[::1:1',
    'ws://[127.0.0.1]:1',
    'ws://[::g]:1',
    'ws://[::1%lo]:1',
    'ws://[]:1',
    'ws://:1',
  ])('rejects %j as invalid', (url) => {
    expect(() => parseListenUrl(url)).toThrow(
      new StartupError(`invalid websocket --listen URL \`${url}\`; expected \`ws://IP:PORT\``),
    );
  });

  test.each([
    '',
    'off',
    '127.0.0.1:1',
    'wss://127.0.0.1:1',
    'WS://127.0.0.1:1',
    'Ws://127.0.0.1:1',
    'http://127.0.0.1:1',
    'unix:///tmp/socket',
    ' ws://127.0.0.1:1',
    'ws:/127.0.0.1:1',
  ])('rejects %j as unsupported', (url) => {
    expect(() => parseListenUrl(url)).toThrow(
      new StartupError(`unsupported --listen URL \`${url}\`; expected \`ws://IP:PORT\``),
    );
  });
});

test.each(['stdio', 'stdio://'])('parseListenUrl refuses %s with what to do instead', (url) => {
  expect(() => parseListenUrl(url)).toThrow(
    /expected `ws:\/\/IP:PORT`, .*codex exec-server forward --connect/,
  );
});
