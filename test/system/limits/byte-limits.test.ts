import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import { INITIALIZE, INITIALIZED } from '../../adapters/json-rpc/converse.js';
import { FramePeer } from '../../adapters/websocket/frame-peer.js';
import { clientFrame, OPCODE } from '../../adapters/websocket/frames.js';
import { startProcess } from '../../support/processes/raw-process.js';
import { expectService } from '../expect-service.js';

const KIB = 1024;
const MIB = KIB * KIB;

/** All of these limits are its own; each test has clients of its own. */
let server: ExecServerHarness;
beforeAll(async () => {
  server = await execServer({
    mode: 'daemon',
    args: [
      ['--max-bytes-in-flight', '4MiB'],
      ['--max-uninitialized-bytes', '1MiB'],
      ['--max-message-bytes', '2MiB'],
      ['--max-frame-bytes', '1500KiB'],
      ['--max-unsent-bytes', '5MiB'],
      ['--max-file-handles', '1'],
      ['--max-http-requests', '1'],
      ['--max-http-body-bytes', '64KiB'],
      ['--max-retained-bytes', '1MiB'],
    ].flat(),
    env: { HTTP_PROXY: '', http_proxy: '', ALL_PROXY: '', all_proxy: '' },
  });
});
afterAll(() => server.shutdown());

const openPeer = (): Promise<FramePeer> => FramePeer.open(Number(new URL(server.url).port));

/** A client frame by frame, with a session. */
const initialized = async (): Promise<FramePeer> => {
  const peer = await openPeer();
  peer.send(clientFrame(INITIALIZE), clientFrame(INITIALIZED));
  await peer.message();
  return peer;
};

/** The code and reason of the close that comes next, control frames passed over. */
const closeFrame = async (peer: FramePeer): Promise<[code: number | undefined, reason: string]> => {
  for (;;) {
    const frame = await peer.frame();
    if (frame !== undefined && frame.opcode !== OPCODE.close) {
      continue;
    }
    return [frame?.payload.readUInt16BE(), frame?.payload.toString('utf8', 2) ?? ''];
  }
};

describe('A healthy client is served while another reaches', () => {
  test('--max-bytes-in-flight: its large requests are refused, and process/terminate is served', async () => {
    await using client = await server.testClient();
    await startProcess(client, { processId: 'p', argv: ['sleep', '100'] });
    const poll = { processId: 'p', afterSeq: 0, waitMs: 60_000, padding: 'x'.repeat(MIB) };
    const polls = Array.from({ length: 12 }, () => client.request('process/read', poll));
    const outcomes = Promise.allSettled(polls);
    await expect(Promise.any(polls.map((each) => each.then(() => Promise.reject(), fail))))
      .resolves // The first four mebibytes fit.
      .toMatch(
        /too many bytes of unanswered requests on this connection \(--max-bytes-in-flight\)/,
      );
    await expectService(server.url);
    await client.request('process/terminate', { processId: 'p' });
    const served = (await outcomes).filter(({ status }) => status === 'fulfilled');
    expect(served.length).toBeGreaterThanOrEqual(4);
    expect(await client.request('environment/status')).toEqual({ status: 'ready' });
  });

  test('--max-bytes-in-flight: its small write does not overtake a refused large one', async () => {
    await using client = await server.testClient();
    const directory = await mkdtemp(join(tmpdir(), 'exec-server-test-'));
    await startProcess(client, { processId: 'p', argv: ['sleep', '100'] });
    const poll = { processId: 'p', afterSeq: 0, waitMs: 60_000, padding: 'x'.repeat(MIB) };
    const polls = Promise.allSettled(
      Array.from({ length: 5 }, () => client.request('process/read', poll)),
    );
    const path = pathToFileURL(join(directory, 'f')).href;
    const write = (bytes: Buffer): Promise<unknown> =>
      client.request('fs/writeFile', { path, dataBase64: bytes.toString('base64') });
    const [large, small] = await Promise.allSettled([
      write(Buffer.alloc(MIB)),
      write(Buffer.from('small')),
    ]);
    expect([large.status, small.status]).toEqual(['rejected', 'rejected']);
    expect(await readdir(directory)).toEqual([]);
    await client.request('process/terminate', { processId: 'p' });
    await polls;
    await write(Buffer.from('again'));
    expect(await readFile(join(directory, 'f'), 'utf8')).toBe('again');
    await rm(directory, { recursive: true });
  });

  test('--max-uninitialized-bytes: the largest partial message is closed', async () => {
    using friend = await initialized();
    using large = await openPeer();
    using small = await openPeer();
    friend.send(clientFrame('x'.repeat(1400 * KIB)).subarray(0, -1));
    large.send(clientFrame('x'.repeat(700 * KIB)).subarray(0, -1));
    small.send(clientFrame('x'.repeat(400 * KIB)).subarray(0, -1));
    await large.ended;
    await expectService(server.url);
    for (const peer of [friend, small]) {
      peer.send(Buffer.from('x'));
      expect(await peer.message()).toContain('failed to parse');
    }
  });

  test('--max-message-bytes: a fragmented message is closed with 1009', async () => {
    using peer = await initialized();
    const part = 'x'.repeat(300 * KIB);
    peer.send(clientFrame(part, { fin: false }));
    for (let count = 0; count < 6; count += 1) {
      peer.send(clientFrame(part, { fin: false, opcode: OPCODE.continuation }));
    }
    expect(await closeFrame(peer)).toEqual([1009, '']);
    await expectService(server.url);
  });

  test('--max-frame-bytes: a frame beyond it is closed with 1009', async () => {
    using peer = await initialized();
    peer.send(clientFrame('x'.repeat(1500 * KIB + 1)));
    expect(await closeFrame(peer)).toEqual([
      1009,
      'a frame of more than 1536000 bytes (--max-frame-bytes)',
    ]);
    await expectService(server.url);
  });

  test('--max-unsent-bytes: it is not read from, and gets all replies once it reads', async () => {
    using peer = await initialized();
    peer.socket.pause();
    const method = 'y'.repeat(64 * KIB);
    const count = 400;
    for (let id = 1; id <= count; id += 1) {
      peer.send(clientFrame(`{"id":${id},"method":"${method}"}`));
    }
    await expectService(server.url);
    expect(peer.socket.writableLength).toBeGreaterThan(0);
    peer.socket.resume();
    for (let id = 1; id <= count; id += 1) {
      expect(await peer.message()).toContain(`"id":${id},`.slice(0, -1));
    }
  });

  test('--max-file-handles and --max-http-requests: one more is refused', async () => {
    // Takes connections, and never says anything.
    const upstream = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    await using client = await server.testClient();
    const open = (handleId: string): Promise<unknown> =>
      client.request('fs/open', { handleId, path: 'file:///etc/passwd', mode: 'read' });
    await open('a');
    await expect(open('b')).rejects.toThrow('at most 1 file handles may be open per connection');
    const send = (requestId: string, body = ''): Promise<unknown> =>
      client.request('http/request', {
        method: 'POST',
        url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`,
        requestId,
        bodyBase64: Buffer.from(body).toString('base64'),
      });
    await expect(send('large', 'x'.repeat(65 * KIB))).rejects.toThrow('(--max-http-body-bytes)');
    const hanging = expect(send('first')).rejects.toThrow('closed');
    await expect(send('second')).rejects.toThrow('(--max-http-requests)');
    await expectService(server.url);
    await client.disconnect();
    await hanging;
    upstream.close();
  });
});

test('--max-log-lines limits the lines about refused clients to 3', async () => {
  await using full = await execServer({
    mode: 'daemon',
    args: ['--max-connections', '1', '--log-rate-limit', '3'],
  });
  for (let count = 0; count < 10; count += 1) {
    await expect(full.client()).rejects.toThrow('503');
  }
  expect(full.daemon?.stderr.match(/client refused/g)).toHaveLength(3);
});

const fail = ({ message }: Error): string => message;

test('three clients with 400 kB each do not block one another at --max-retained-bytes 1MiB', async () => {
  const clients = await Promise.all([1, 2, 3].map(() => server.client()));
  const results = clients.map((client) => client.run('head', ['-c', '400000', '/dev/zero']));
  const lengths = (await Promise.all(results)).map(({ stdout }) => stdout.length);
  expect(lengths).toEqual([400_000, 400_000, 400_000]);
});
