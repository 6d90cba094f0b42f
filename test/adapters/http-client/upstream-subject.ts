import { once } from 'node:events';
import { UndiciHttpClient } from '../../../src/adapters/http-client/undici-http-client.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import type { HttpClientSubject } from '../../contracts/http-client-contract.js';
import { FakeHost } from '../../fakes/fake-host.js';
import type { FarAnswer, FarReply } from '../../support/far-answer.js';
import { type RawRequest, RawUpstream } from './raw-upstream.js';

/** The real client over a real socket. */
export const upstreamSubject = async (): Promise<HttpClientSubject> => {
  const upstream = await RawUpstream.open();
  const client = new UndiciHttpClient(new FakeHost(), DEFAULT_LIMITS);
  let url = new URL(upstream.url());
  return {
    client,
    get url() {
      return url;
    },
    reply: (reply: FarReply) => {
      // No server listens at the first port.
      if (reply === 'refused') {
        url = new URL('http://127.0.0.1:1/');
      } else {
        upstream.answer = (request) => void respond(request, reply);
      }
    },
    arrived: async () => void (await upstream.request()),
    brokenOff: async () => {
      const { socket } = await upstream.request();
      if (!socket.destroyed) {
        await once(socket, 'close');
      }
    },
    [Symbol.asyncDispose]: async () => {
      await client.dispose();
      await upstream[Symbol.asyncDispose]();
    },
  };
};

const respond = async ({ socket }: RawRequest, reply: FarAnswer | 'silence'): Promise<void> => {
  if (reply === 'silence') {
    return;
  }
  const { status, headers = [], parts = [], isCutShort = false } = reply;
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`HTTP/1.1 ${status} X\r\n${fields}transfer-encoding: chunked\r\n\r\n`);
  for await (const part of parts) {
    socket.write(`${part.length.toString(16)}\r\n`);
    socket.write(part);
    socket.write('\r\n');
  }
  if (isCutShort) {
    socket.end();
  } else {
    socket.write('0\r\n\r\n');
  }
};
