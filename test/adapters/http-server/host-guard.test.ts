import { describe, expect, test } from '@jest/globals';
import { requestText, UPGRADE_HEADERS, withHeader } from './request-text.js';
import { ask, testListener } from './test-listener.js';

const access = { allowedHosts: ['Build.example', 'x'] };

/** The statuses of readiness and of an upgrade with these `Host` headers. */
const statusesFor = async (...hosts: string[]): Promise<[number, number]> => {
  await using server = await testListener({}, access);
  const headers = hosts.map((host) => `Host:${host}`);
  const upgrade = [...headers, ...withHeader(UPGRADE_HEADERS, 'Host')];
  const [ready] = await ask(server.port, requestText('GET /readyz', headers));
  const [opened] = await ask(server.port, requestText('GET /', upgrade));
  return [ready, opened];
};

describe('HostGuard, allowed', () => {
  test.each([
    '127.0.0.1',
    ' 127.0.0.1:80',
    ' 192.0.2.7:65535',
    ' 0.0.0.0',
    ' [::1]',
    ' [::1]:80',
    ' [2001:DB8::1]:80',
    ' [::ffff:127.0.0.1]:1',
    ' localhost',
    ' LocalHost:80',
    ' build.example',
    ' BUILD.EXAMPLE:80',
    ' x:1',
    ' localhost:',
  ])('lets a request pass for the host%s', async (host) => {
    expect(await statusesFor(host)).toEqual([200, 299]);
  });

  test('lets a request pass without a host', async () => {
    expect(await statusesFor()).toEqual([200, 299]);
  });
});

describe('HostGuard, forbidden', () => {
  test.each([
    ' evil.example',
    ' evil.example:80',
    ' 127.0.0.1.evil.example',
    ' localhost.evil.example',
    ' evil.localhost',
    ' localhost.',
    ' build.example.evil',
    ' sub.build.example',
    ' build.example.',
    ' user@127.0.0.1',
    ' 127.0.0.1@evil.example',
    ' 127.0.0.1:80:80',
    ' 127.0.0.1:x',
    ' 127.0.0.1/x',
    ' 127.0.0.1 evil.example',
    ' 127.0.0.1, evil.example',
    ' 127.1',
    ' 2130706433',
    ' 0x7f000001',
    ' 0177.0.0.1',
    ' 127.0.0.256',
    ' ::1',
    ' [::1',
    ' [::1]x',
    ' [::1%lo]',
    ' [evil.example]',
    ' [127.0.0.1]',
    ' http://127.0.0.1',
    ' :80',
    ' *',
    ' \u00e9vil',
    '',
  ])('forbids a request for the host%s', async (host) => {
    expect(await statusesFor(host)).toEqual([403, 403]);
  });

  test.each([
    [[' 127.0.0.1', ' evil.example']],
    [[' evil.example', ' 127.0.0.1']],
    [[' 127.0.0.1', '']],
  ])('forbids several hosts when one of them is not allowed: %j', async (hosts) => {
    expect(await statusesFor(...hosts)).not.toContain(200);
    expect(await statusesFor(...hosts)).not.toContain(299);
  });

  test.each([
    'GET http://evil.example/',
    'GET http://evil.example/readyz',
    'GET http://127.0.0.1@evil.example/readyz',
    'GET ws://evil.example:80',
    'GET HTTPS://evil.example?x',
    'GET http:///readyz',
    'CONNECT evil.example:80',
    'CONNECT evil',
  ])('forbids the host of a request target, whatever the Host header: %s', async (line) => {
    await using server = await testListener({}, access);
    for (const headers of [['Host: 127.0.0.1'], UPGRADE_HEADERS]) {
      expect(await ask(server.port, requestText(line, headers))).toMatchObject({ 0: 403 });
    }
  });

  test.each(['GET /nowhere', 'POST /', 'DELETE /readyz', 'OPTIONS *', 'PATCH /?x'])(
    'forbids a host before method, path and Expect are checked: %s',
    async (line) => {
      await using server = await testListener({}, access);
      const headers = ['Host: evil.example', 'Expect: 100-continue'];
      expect(await ask(server.port, requestText(line, headers))).toMatchObject({ 0: 403 });
    },
  );

  test('forbids a host over HTTP/1.0', async () => {
    await using server = await testListener();
    const text = requestText('GET /readyz', ['Host: evil.example']).replace('/1.1', '/1.0');
    expect(await ask(server.port, text)).toMatchObject({ 0: 403 });
  });

  test('names --allowed-host in the body of its answer', async () => {
    await using server = await testListener();
    const [, body] = await ask(server.port, requestText('GET /', ['Host: evil.example']));
    expect(body).toContain('--allowed-host NAME');
    expect(body).not.toContain('evil');
  });
});

test('OriginGuard forbids an Origin before HostGuard, with an empty body', async () => {
  await using server = await testListener();
  const headers = ['Host: evil.example', 'Origin: http://evil.example'];
  expect(await ask(server.port, requestText('GET /', headers))).toEqual([403, '']);
});
