import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { ClientFixture } from './client-fixture.js';
import { RawUpstream } from './raw-upstream.js';

const open = async (text: string, then?: 'wait' | 'end' | 'reset') => {
  const upstream = await RawUpstream.open();
  const fixture = new ClientFixture();
  upstream.respond(text, then);
  return {
    fixture,
    url: upstream.url(),
    [Symbol.asyncDispose]: async () => {
      await fixture[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
};

const HEAD = 'HTTP/1.1 200 OK\r\n';
const GZIP = gzipSync('hello').toString('latin1');

describe('Received body', () => {
  test.each<[string, string, 'wait' | 'end', string]>([
    ['with a content-length', `${HEAD}content-length: 3\r\n\r\nabc`, 'wait', 'abc'],
    [
      'in chunks, with extensions and trailers',
      `${HEAD}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx-t: 1\r\n\r\n`,
      'wait',
      'abcde',
    ],
    ['until the connection ends', `${HEAD}\r\nall`, 'end', 'all'],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nall', 'end', 'all'],
    [
      'that is compressed, decoded',
      `${HEAD}content-encoding: gzip\r\ncontent-length: ${GZIP.length}\r\n\r\n${GZIP}`,
      'wait',
      'hello',
    ],
    [
      'that is compressed in another way, as it is',
      `${HEAD}content-encoding: x-gzip\r\ncontent-length: 3\r\n\r\n\x1f\x8b\x00`,
      'wait',
      '\x1f\x8b\x00',
    ],
    ['of status 204', 'HTTP/1.1 204 X\r\n\r\n', 'wait', ''],
    ['of status 304', 'HTTP/1.1 304 X\r\ncontent-length: 5\r\n\r\n', 'wait', ''],
  ])('%s is read', async (_, text, then, body) => {
    await using far = await open(text, then);

    expect(await far.fixture.fetch(far.url)).toBe(body);
  });

  test.each<[string, string, 'end' | 'reset']>([
    ['by the end of the connection', `${HEAD}content-length: 10\r\n\r\nhi`, 'end'],
    ['by a reset', `${HEAD}content-length: 10\r\n\r\nhi`, 'reset'],
    ['within its chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`, 'end'],
    ['by invalid chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n`, 'end'],
  ])('ends with an error when it is cut short %s', async (_, text, then) => {
    await using far = await open(text, then);

    await expect(far.fixture.fetch(far.url)).rejects.toThrow();
  });
});

describe('Received head', () => {
  test('keeps the order and repetition of headers and drops values that are not UTF-8', async () => {
    await using far = await open(
      `${HEAD}X-B: 1\r\nSet-Cookie: a\r\nx-a:   2  \r\nSet-Cookie: b\r\nX-Bin: a\xffb\r\nX-Utf: \xc3\xa9\r\nX-Tab: a\tb\r\ncontent-length: 0\r\n\r\n`,
    );
    const { headers } = await far.fixture.send(far.url);

    expect(headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'x-b: 1',
      'set-cookie: a',
      'x-a: 2',
      'set-cookie: b',
      'x-utf: é',
      'x-tab: a\tb',
      'content-length: 0',
    ]);
  });

  test('skips an interim response', async () => {
    await using far = await open(
      `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${HEAD}content-length: 1\r\n\r\nz`,
    );
    const { status, headers } = await far.fixture.send(far.url);

    expect([status, headers]).toEqual([200, [{ name: 'content-length', value: '1' }]]);
  });

  test.each<[string, string]>([
    ['no byte', ''],
    ['garbage', 'garbage\r\n\r\n'],
    ['half a head', HEAD],
  ])('is an error with %s', async (_, text) => {
    await using far = await open(text, 'end');

    await expect(far.fixture.send(far.url)).rejects.toThrow();
  });
});

test('a response is fetched only as far as its reader takes it, plus a buffer', async () => {
  await using upstream = await RawUpstream.open();
  await using fixture = new ClientFixture({}, { responseBufferBytes: 100_000 });
  const [total, part] = [64 * 1024 * 1024, Buffer.alloc(64 * 1024, 'x')];
  let sent = 0;
  upstream.answer = async ({ socket }) => {
    socket.write(`${HEAD}content-length: ${total}\r\n\r\n`);
    for (; sent < total; sent += part.length) {
      if (!socket.write(part)) {
        await once(socket, 'drain');
      }
    }
  };
  const { body } = await fixture.send(upstream.url());
  const parts = body[Symbol.asyncIterator]();
  await parts.next();
  await standsStill(() => sent);
  expect(sent).toBeLessThan(total / 2);

  let received = 0;
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    received += next.value.length;
  }
  expect(sent).toBe(total);
  expect(received).toBeGreaterThan(total - 200_000);
});

/** Resolves when a number has not changed for a while. */
const standsStill = async (read: () => number): Promise<void> => {
  for (let before = -1; before !== read(); ) {
    before = read();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};
