import { type Client, connect } from '../../../src/client/index.js';
import type { ExecServerOptions, ListeningExecServer } from '../../../src/main/exec-server.js';
import { startExecServer } from '../../../src/main/exec-server.js';
import { type Gateway, startGateway } from '../../../src/main/gateway/gateway.js';
import type { GatewayOptions } from '../../../src/main/gateway/gateway-options.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

/** Short, so that a test need not wait. */
const LIMITS = { directoryIntervalMs: 200, directoryGapMs: 5 };

/** A node, and what it has logged. */
interface TestNode extends ListeningExecServer {
  readonly logger: RecordingLogger;
}

/** Nodes, gateways and clients in this process. Dispose of it. */
export class TestFleet implements AsyncDisposable {
  readonly #open: { close(): Promise<void> }[] = [];
  readonly #clients: Client[] = [];
  readonly #testClients: TestClient[] = [];

  async node(nodeId: string, options: ExecServerOptions = {}): Promise<TestNode> {
    const logger = new RecordingLogger();
    const fleet = { nodeId, ...options.fleet };
    const server = await startExecServer({ logger, ...options, fleet });
    this.#open.push(server);
    return Object.assign(server, { logger });
  }

  /** A gateway to these nodes. */
  async gateway(
    nodes: readonly { readonly url: string }[] | string,
    options: Partial<GatewayOptions> = {},
  ): Promise<Gateway> {
    const gateway = await startGateway({
      listen: 'ws://127.0.0.1:0',
      nodes: typeof nodes === 'string' ? nodes : nodes.map(({ url }) => url).join(','),
      logger: new RecordingLogger(),
      ...options,
      limits: { ...LIMITS, ...options.limits },
    });
    this.#open.push(gateway);
    return gateway;
  }

  /** A client that is connected, and not initialized. */
  async connect({ url }: { url: string }, headers?: Record<string, string>): Promise<TestClient> {
    const client = new TestClient(url);
    this.#testClients.push(client);
    return await client.connect(headers);
  }

  async client({ url }: { url: string }): Promise<Client> {
    const client = await connect(url);
    this.#clients.push(client);
    return client;
  }

  /** A connection with a session. */
  async testClient(server: { url: string }): Promise<TestClient> {
    const client = await this.connect(server);
    await client.initialize();
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.detach()));
    await Promise.all(this.#testClients.map((client) => client.disconnect()));
    await Promise.all(this.#open.reverse().map((part) => part.close()));
  }
}
