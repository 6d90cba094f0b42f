import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Cut } from '../../../src/testing/faults/fault.js';
import { FaultProxy } from '../../../src/testing/faults/fault-proxy.js';

let server: Server;
let proxy: FaultProxy;
let client: Socket;
/** The server's end of the client's connection. */
let peer: Socket;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await FaultProxy.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  [client, peer] = await dial();
});

afterEach(async () => {
  await proxy.close();
  client.destroy();
  server.close();
});

const dial = async (): Promise<[Socket, Socket]> => {
  const accepted = once(server, 'connection');
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const [end] = await accepted;
  // The server may know of the connection before the proxy does.
  const known = once(socket, 'data');
  end.write('.');
  await known;
  // A socket that is reset has an error to tell before it closes.
  for (const each of [socket, end]) {
    each.on('error', () => undefined);
  }
  return [socket, end];
};

/** All that comes in from now on. */
const collect = (socket: Socket): { text: string; pieces: number } => {
  const seen = { text: '', pieces: 0 };
  socket.on('data', (bytes) => {
    seen.text += bytes.toString();
    seen.pieces += 1;
  });
  return seen;
};

/** Resolves once the bytes have come through. */
const arrival = async (seen: { text: string }, length: number): Promise<string> => {
  while (seen.text.length < length) {
    await delay(1);
  }
  return seen.text;
};

test('FaultProxy forwards bytes both ways in order, and the end of one side', async () => {
  const [up, down] = [collect(peer), collect(client)];
  client.write('hello');
  peer.write('x'.repeat(2_000_000));
  expect(await arrival(up, 5)).toBe('hello');
  expect(await arrival(down, 2_000_000)).toBe('x'.repeat(2_000_000));
  expect(proxy.bytes).toBe(2_000_006);
  const ended = once(peer, 'end');
  client.end();
  await ended;
});

test.each<[Cut, string]>([
  ['reset', 'error'],
  ['fin', 'end'],
])('FaultProxy cut %s gives both sides an "%s"', async (cut, event) => {
  collect(client);
  collect(peer);
  const seen = Promise.all([once(client, event), once(peer, event)]);
  const [link] = proxy.links;
  proxy.cutAll(cut);
  await seen;
  await link?.closed;
  expect(proxy.cuts).toBe(1);
  expect(proxy.links).toEqual([]);
});

test('FaultProxy afterBytes acts at the exact byte', async () => {
  const down = collect(client);
  proxy.afterBytes(1000, () => proxy.cutAll('fin'));
  peer.write('x'.repeat(300_000));
  await once(client, 'close');
  expect(down.text).toHaveLength(1000);
});

test('FaultProxy stall holds bytes and ends back, one way or both, until resume', async () => {
  const [up, down] = [collect(peer), collect(client)];
  proxy.stall('toClient');
  peer.write('down');
  client.write('up');
  expect(await arrival(up, 2)).toBe('up');
  expect(down.text).toBe('');
  proxy.stall();
  client.end('more');
  await delay(30);
  expect([up.text, down.text, peer.readableEnded]).toEqual(['up', '', false]);
  const ended = once(peer, 'end');
  proxy.resume();
  await ended;
  expect([up.text, await arrival(down, 4)]).toEqual(['upmore', 'down']);
});

test('FaultProxy stall stops reading the source', async () => {
  collect(client);
  proxy.stall();
  peer.write(Buffer.alloc(64 * 1024 * 1024));
  await delay(50);
  expect(peer.writableLength).toBeGreaterThan(32 * 1024 * 1024);
});

test('FaultProxy stall does not apply to a later connection', async () => {
  proxy.stall();
  const [second, end] = await dial();
  const up = collect(end);
  second.write('hello');
  expect(await arrival(up, 5)).toBe('hello');
  second.destroy();
});

test('FaultProxy vanish hides the end of a client from its daemon until notice', async () => {
  const up = collect(peer);
  client.resume();
  const broken = once(client, 'error');
  const notice = proxy.vanish();
  await broken;
  peer.write('into the void');
  await delay(30);
  expect([up.text, peer.destroyed, peer.readableEnded]).toEqual(['', false, false]);
  proxy.cutAll('reset');
  await delay(10);
  expect(peer.destroyed).toBe(false);
  const told = once(peer, 'error');
  notice();
  await told;
});

test('FaultProxy delay, throttle and split slow bytes down and do not change them', async () => {
  const down = collect(client);
  const timed = async (text: string): Promise<number> => {
    const [began, length] = [performance.now(), down.text.length];
    peer.write(text);
    expect((await arrival(down, length + text.length)).slice(length)).toBe(text);
    return performance.now() - began;
  };
  proxy.delay(60);
  expect(await timed('late')).toBeGreaterThanOrEqual(59);
  proxy.delay(0);
  proxy.throttle(100_000);
  expect(await timed('x'.repeat(10_000))).toBeGreaterThanOrEqual(80);
  proxy.throttle(Number.POSITIVE_INFINITY);
  const { pieces } = down;
  proxy.split(50);
  await timed('0123456789'.repeat(5));
  expect(down.pieces - pieces).toBeGreaterThan(10);
});

test('FaultProxy refuse rejects new clients until accept', async () => {
  proxy.refuse();
  const refused = connect(Number(new URL(proxy.url).port), '127.0.0.1');
  await expect(once(refused.resume(), 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
  proxy.accept();
  const [second] = await dial();
  second.destroy();
});
