import { type NetworkAnswer, REASONS } from '../../domain/network/network-decision.js';
import { NetworkPolicy, type NetworkRules } from '../../domain/network/network-policy.js';
import { proxyVariables } from '../../domain/network/proxy-variables.js';
import { printable } from '../../domain/printable.js';
import type { NetworkNamespace } from '../../domain/sandbox/confinement.js';
import type { Session } from '../../domain/sessions/session.js';
import type { Clock } from '../ports/clock.js';
import type { HostResolver } from '../ports/host-resolver.js';
import type { LogFields, Logger } from '../ports/logger.js';
import type { NetworkProxyProvider, ProxyRequest } from '../ports/network-proxy-provider.js';
import { type NetworkClient, NetworkGate } from './network-gate.js';

/** The network that a client asks for on behalf of one process. */
export interface NetworkProxyLaunch extends Omit<ProxyRequest, 'isIsolated'> {
  readonly rules: NetworkRules;
  /** How long the client may take to decide about a host; undefined: it is not asked. */
  readonly askTimeoutMs: number | undefined;
}

/** The proxies of one process, and what it needs to use them. */
export interface LaunchedProxy {
  /** They replace those that the process would have. */
  readonly variables: Readonly<Record<string, string>>;
  readonly namespace: NetworkNamespace | undefined;
  close(): void;
}

/** Opens the proxies of processes. The client of a process decides on its connections and is notified of them. */
export class NetworkProxies {
  readonly #provider: NetworkProxyProvider;
  readonly #resolver: HostResolver;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(
    provider: NetworkProxyProvider,
    resolver: HostResolver,
    clock: Clock,
    logger: Logger,
  ) {
    this.#provider = provider;
    this.#resolver = resolver;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * @param isIsolated whether the process must reach nothing else
   * @param facts log fields of the session
   * @throws {SandboxRefused} when it cannot be isolated; {SpawnFailed} when the proxies cannot listen.
   */
  async launch(
    launch: NetworkProxyLaunch,
    isIsolated: boolean,
    process: { readonly session: Session; readonly id: string; readonly facts: LogFields },
  ): Promise<LaunchedProxy> {
    const client = this.#clientOf(process, launch.askTimeoutMs);
    const gate = new NetworkGate(new NetworkPolicy(launch.rules), this.#resolver, client);
    const proxy = await this.#provider.open({ ...launch, isIsolated }, gate);
    return {
      variables: proxyVariables(proxy.ports, launch.rules.allowsLocal),
      namespace: proxy.namespace,
      close: () => proxy.close(),
    };
  }

  #clientOf(
    { session, id, facts }: { session: Session; id: string; facts: LogFields },
    timeoutMs: number | undefined,
  ): NetworkClient {
    return {
      ask:
        timeoutMs === undefined
          ? undefined
          : ({ protocol, host, port }) =>
              this.#within(
                timeoutMs,
                session.subscriber?.ask({ processId: id, protocol, host, port }),
              ),
      report: async (decision) => {
        if (decision.decision !== 'allow') {
          const { protocol, source } = decision;
          // The reason may be text of the client.
          const fields = { protocol, source, reason: printable(decision.reason) };
          this.#logger.debug('network connection refused', {
            ...facts,
            process: printable(id),
            ...fields,
          });
        }
        await session.subscriber?.report({ ...decision, processId: id });
      },
    };
  }

  /** Denies where there is no client, it does not answer in time, or its connection is lost. */
  #within(
    timeoutMs: number,
    answer: Promise<NetworkAnswer | undefined> | undefined,
  ): Promise<NetworkAnswer> {
    const denied: NetworkAnswer = { type: 'deny', reason: REASONS.notAllowed };
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(timeoutMs, () => resolve(denied));
      void (answer ?? Promise.resolve(undefined)).then((given) => {
        cancel();
        resolve(given ?? denied);
      });
    });
  }
}
