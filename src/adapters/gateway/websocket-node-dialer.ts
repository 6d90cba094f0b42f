import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { GatewayMetrics } from '../../application/ports/routing/gateway-metrics.js';
import type { Dialled, Hop, NodeDialer } from '../../application/ports/routing/node-dialer.js';
import type { Node } from '../../domain/routing/node.js';
import { FORWARDED_FOR_HEADER, NEW_SESSION_HEADER, NODE_HEADER } from '../../protocol/fleet.js';
import { acceptanceOf, newWebSocketKey } from './websocket-handshake.js';

/** A connection to a node, which is a WebSocket now. */
export interface NodeLink {
  readonly socket: Socket;
  /** What the node has sent already. */
  readonly head: Buffer;
}

const MISDIRECTED_REQUEST = 421;
const SERVICE_UNAVAILABLE = 503;

/** Opens WebSockets to nodes by HTTP upgrades. */
export class WebSocketNodeDialer implements NodeDialer<NodeLink> {
  readonly #timeoutMs: number;
  readonly #agent = new Agent({ keepAlive: false });
  #isClosed = false;

  readonly #metrics: Pick<GatewayMetrics, 'nodeDialled'>;

  /** @param timeoutMs from the first packet to the upgrade */
  constructor(timeoutMs: number, metrics: Pick<GatewayMetrics, 'nodeDialled'>) {
    this.#timeoutMs = timeoutMs;
    this.#metrics = metrics;
  }

  async dial(node: Node, hop: Hop): Promise<Dialled<NodeLink>> {
    const dialled = await this.#dial(node, hop);
    this.#metrics.nodeDialled(dialled.outcome);
    return dialled;
  }

  /** Gives up what is being dialled; links that have opened stay open. Nodes are unreachable from now on. */
  close(): void {
    this.#isClosed = true;
    this.#agent.destroy();
  }

  #dial(node: Node, hop: Hop): Promise<Dialled<NodeLink>> {
    return new Promise((resolve) => {
      const key = newWebSocketKey();
      const request = this.#isClosed ? undefined : this.#request(node, hop, key);
      if (request === undefined) {
        resolve({ outcome: 'unreachable' });
        return;
      }
      const settle = (dialled: Dialled<NodeLink>): void => {
        clearTimeout(timer);
        resolve(dialled);
      };
      let isConnected = false;
      request.once('socket', (socket: Socket) => {
        socket.once('connect', () => {
          isConnected = true;
        });
      });
      const timer = setTimeout(() => {
        settle({ outcome: isConnected ? 'silent' : 'unreachable' });
        request.destroy();
      }, this.#timeoutMs);
      request.once('upgrade', (response: IncomingMessage, socket: Socket, head: Buffer) => {
        if (response.headers['sec-websocket-accept'] === acceptanceOf(key)) {
          settle({ outcome: 'opened', link: { socket, head } });
        } else {
          socket.destroy();
          settle({ outcome: 'unreachable' });
        }
      });
      request.once('response', (response: IncomingMessage) => {
        // Its body does not matter, and may have no end.
        response.destroy();
        settle(refusalOf(response.statusCode ?? SERVICE_UNAVAILABLE));
      });
      request.on('error', ({ code }: NodeJS.ErrnoException) =>
        settle({ outcome: code === 'ECONNREFUSED' ? 'gone' : 'unreachable' }),
      );
      request.end();
    });
  }

  /** Undefined: there is no such request, for the URL or a header is invalid. */
  #request({ name, url }: Node, hop: Hop, key: string): ClientRequest | undefined {
    try {
      return httpRequest(url.replace(/^ws:/, 'http:'), {
        agent: this.#agent,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': key,
          [NODE_HEADER]: name,
          [FORWARDED_FOR_HEADER]: hop.address,
          ...(hop.opensSession ? { [NEW_SESSION_HEADER]: 'true' } : {}),
          ...(hop.authorization === undefined ? {} : { authorization: hop.authorization }),
        },
      });
    } catch {
      return undefined;
    }
  }
}

const refusalOf = (status: number): Dialled<NodeLink> => {
  if (status === MISDIRECTED_REQUEST) {
    return { outcome: 'misdirected' };
  }
  return status === SERVICE_UNAVAILABLE ? { outcome: 'busy' } : { outcome: 'refused', status };
};
