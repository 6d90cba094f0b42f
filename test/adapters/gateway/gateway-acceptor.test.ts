import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { GatewayAcceptor } from '../../../src/adapters/gateway/gateway-acceptor.js';
import type { NodeLink } from '../../../src/adapters/gateway/websocket-node-dialer.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { DEFAULT_ROUTING_LIMITS } from '../../../src/application/limits/routing-limits.js';
import type { Routed } from '../../../src/application/use-cases/routing/route-connection.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { RecordingGatewayMetrics } from '../../fakes/routing/recording-gateway-metrics.js';
import { settled } from '../../support/settled.js';

/** A connection in memory. Its other side stays open. */
class Connection extends Duplex {
  written = Buffer.alloc(0);
  readonly errors: Error[] = [];

  constructor() {
    super({ allowHalfOpen: true });
    this.on('error', (error) => this.errors.push(error));
  }

  override _read(): void {
    // `sendText` pushes.
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.written = Buffer.concat([this.written, chunk]);
    done();
  }

  setNoDelay(): void {
    // As a `Socket` has it.
  }

  setKeepAlive(): void {
    // As a `Socket` has it.
  }

  destroySoon(): void {
    this.destroy();
  }

  /** A text frame with an empty mask. */
  sendText(text: string): void {
    const head = Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]);
    this.push(Buffer.concat([head, Buffer.from(text)]));
  }

  /** What follows the reply to the upgrade. */
  get frames(): Buffer {
    return this.written.subarray(this.written.indexOf('\r\n\r\n') + 4);
  }
}

const REQUEST = {
  headers: { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
} as unknown as IncomingMessage;

let logger: RecordingLogger;
let metrics: RecordingGatewayMetrics;
let dials: ((routed: Routed<NodeLink>) => void)[];

beforeEach(() => {
  logger = new RecordingLogger();
  metrics = new RecordingGatewayMetrics();
  dials = [];
});

const LIMITS = { ...DEFAULT_LIMITS, ...DEFAULT_ROUTING_LIMITS };

const acceptorWith = (limits: Partial<typeof LIMITS>): GatewayAcceptor =>
  new GatewayAcceptor(
    { execute: () => new Promise((resolve) => dials.push(resolve)) },
    { ...LIMITS, ...limits },
    logger,
    metrics,
  );

const connect = (acceptor: GatewayAcceptor): Connection => {
  const connection = new Connection();
  const client = { address: '192.0.2.1' };
  const refusal = acceptor.accept(REQUEST, connection, Buffer.alloc(0), client);
  expect(refusal).toBeUndefined();
  return connection;
};

const opened = (node: Connection): Routed<NodeLink> => ({
  outcome: 'opened',
  node: 'a',
  link: { socket: node as unknown as Socket, head: Buffer.from('head') },
});

describe('A client that a gateway has evicted', () => {
  test('is not routed when its first message arrives after that', async () => {
    const acceptor = acceptorWith({ maxPendingConnections: 1 });
    const evicted = connect(acceptor);
    connect(acceptor);
    evicted.sendText('{}');
    await settled();
    expect(dials).toEqual([]);
    expect(evicted.isPaused()).toBe(false);
    acceptor.close();
  });

  test.each<[string, (node: Connection) => Routed<NodeLink>]>([
    ['opens a node', opened],
    ['finds no node', () => ({ outcome: 'unavailable', reason: 'no_node' })],
  ])('gets one Close frame and no more when its dial %s after that', async (_, routedTo) => {
    const acceptor = acceptorWith({ maxPendingConnections: 1 });
    const evicted = connect(acceptor);
    evicted.sendText('{}');
    await settled();
    connect(acceptor);
    const { frames } = evicted;
    const node = new Connection();
    const routed = routedTo(node);
    dials[0]?.(routed);
    await settled();
    expect(frames[0]).toBe(0x88);
    expect(evicted).toMatchObject({ frames, errors: [] });
    expect(node).toMatchObject({ destroyed: routed.outcome === 'opened', errors: [] });
    expect(logger.lines).toEqual([]);
    acceptor.close();
  });

  test('does not count against the limit of connections while it is being closed', async () => {
    const acceptor = acceptorWith({ maxConnections: 2, maxPendingConnections: 1 });
    connect(acceptor);
    const served = connect(acceptor);
    served.sendText('{}');
    await settled();
    dials[0]?.(opened(new Connection()));
    await settled();
    connect(acceptor);
    acceptor.close();
  });
});

test('GatewayAcceptor closes the connection to a node that does not take what a client sent', async () => {
  const acceptor = acceptorWith({});
  const client = connect(acceptor);
  client.sendText('{}');
  await settled();
  const node = new Connection();
  node._write = () => undefined;
  dials[0]?.(opened(node));
  await settled();
  acceptor.close();
  expect(client.destroyed).toBe(true);
  expect(node.destroyed).toBe(true);
});

test.each<[string, Routed<NodeLink>]>([
  ['owner_silent', { outcome: 'unavailable', reason: 'owner_silent' }],
  ['refused', { outcome: 'refused', status: 401 }],
])('GatewayAcceptor counts a client whose dial ends as %s', async (why, routed) => {
  const acceptor = acceptorWith({});
  connect(acceptor).sendText('{}');
  await settled();
  dials[0]?.(routed);
  await settled();
  expect(metrics.calls).toEqual([['connectionAccepted'], ['notRouted', why]]);
  acceptor.close();
});

test.each<[string, Partial<typeof LIMITS>, (client: Connection) => void]>([
  [
    'first_message_too_long',
    { maxFirstMessageBytes: 5 },
    (client) => client.sendText('x'.repeat(9)),
  ],
  // Without a mask.
  ['first_message_invalid', {}, (client) => client.push(Buffer.from([0x81, 0x01, 0x78]))],
  ['first_message_too_late', { initializeTimeoutMs: 1 }, () => undefined],
])('GatewayAcceptor counts a client that is closed for %s', async (why, limits, act) => {
  const acceptor = acceptorWith(limits);
  const client = connect(acceptor);
  act(client);
  await once(client, 'finish');
  expect(metrics.calls).toEqual([['connectionAccepted'], ['notRouted', why]]);
  acceptor.close();
});

test('GatewayAcceptor tells waiting from routed clients, and counts evicted ones as neither', async () => {
  const acceptor = acceptorWith({ maxPendingConnections: 1 });
  const ended = jest.fn();
  acceptor.onEnded(ended);
  const routed = connect(acceptor);
  routed.sendText('{}');
  await settled();
  dials[0]?.(opened(new Connection()));
  await settled();
  connect(acceptor);
  connect(acceptor);
  expect(acceptor.connections).toMatchObject({ waiting: 1, routed: 1 });
  expect(metrics.calls.at(-1)).toEqual(['notRouted', 'evicted']);
  expect(ended).not.toHaveBeenCalled();
  routed.destroy();
  await once(routed, 'close');
  expect(ended).toHaveBeenCalledTimes(1);
  expect(acceptor.connections).toMatchObject({ waiting: 1, routed: 0 });
  acceptor.close();
});
