import {
  type ConnectionAttempt,
  type NetworkAnswer,
  type NetworkDecision,
  REASONS,
  type Refusal,
} from '../../domain/network/network-decision.js';
import { byRules, type NetworkPolicy } from '../../domain/network/network-policy.js';
import type { HostResolver } from '../ports/host-resolver.js';
import type { Admission, NetworkJudge } from '../ports/network-proxy-provider.js';

/** The client of a process, as far as its network is concerned. */
export interface NetworkClient {
  /** Resolves with its answer; a denial where it gives none. Undefined: it is not asked. Never rejects. */
  readonly ask: ((attempt: ConnectionAttempt) => Promise<NetworkAnswer>) | undefined;
  /** Resolves when the notification is sent and the connection has room for more. Never rejects. */
  report(decision: Omit<NetworkDecision, 'processId'>): Promise<void>;
}

type Verdict = Pick<NetworkDecision, 'decision' | 'source' | 'reason' | 'isOverride'>;

/**
 * Decides about the connections of one process: by the rules, by what its client answers, and by the addresses that a
 * name leads to. These are resolved once, and only they are connected to, so a name cannot lead elsewhere later.
 */
export class NetworkGate implements NetworkJudge {
  readonly #policy: NetworkPolicy;
  readonly #resolver: HostResolver;
  readonly #client: NetworkClient;

  constructor(policy: NetworkPolicy, resolver: HostResolver, client: NetworkClient) {
    this.#policy = policy;
    this.#resolver = resolver;
    this.#client = client;
  }

  async judge(attempt: ConnectionAttempt): Promise<Admission> {
    const unseen = this.#policy.judgePort(attempt);
    if (unseen !== undefined) {
      return this.#refuse(attempt, 'non_domain', unseen);
    }
    const kind = this.#resolver.kindOf(attempt.host);
    const verdict = await this.#judgeHost(attempt, kind);
    if (verdict.decision !== 'allow') {
      return this.#refuse(attempt, 'domain', verdict as Verdict & Refusal);
    }
    const addresses = await this.#resolver.resolve(attempt.host);
    const local = this.#policy.judgeAddresses(kind, addresses);
    if (local !== undefined) {
      return this.#refuse(attempt, 'domain', local);
    }
    await this.#client.report({ ...attempt, scope: 'domain', ...verdict });
    const method = this.#policy.judgeMethod(attempt.protocol, attempt.method);
    if (method !== undefined) {
      return this.#refuse(attempt, 'non_domain', method);
    }
    return {
      kind,
      addresses: addresses.map(({ address }) => address),
      isPublic: addresses.length > 0 && addresses.every(({ isPublic }) => isPublic),
    };
  }

  async judgeUnixSocket(method: string, client: string): Promise<Refusal> {
    const refusal = this.#policy.judgeMethod('http', method) ?? {
      decision: 'deny' as const,
      reason: REASONS.socketsUnsupported,
      source: 'proxy_state' as const,
    };
    const attempt = { protocol: 'http', host: 'unix-socket', port: 0, method, client } as const;
    await this.#refuse(attempt, 'non_domain', refusal);
    return refusal;
  }

  async #judgeHost(
    attempt: ConnectionAttempt,
    kind: ReturnType<HostResolver['kindOf']>,
  ): Promise<Verdict> {
    const byHost = this.#policy.judgeHost(attempt.host, kind);
    if (byHost === 'allowed') {
      const source = 'baseline_policy';
      return { decision: 'allow', reason: 'allow', source, isOverride: false };
    }
    if (byHost !== 'ask') {
      return { ...byHost, isOverride: false };
    }
    if (this.#client.ask === undefined) {
      return { ...byRules(REASONS.notAllowed), isOverride: false };
    }
    const answer = await this.#client.ask(attempt);
    const source = 'decider';
    return answer.type === 'allow'
      ? { decision: 'allow', reason: REASONS.notAllowed, source, isOverride: true }
      : {
          decision: answer.type,
          reason: answer.reason === '' ? REASONS.policyDenied : answer.reason,
          source,
          isOverride: false,
        };
  }

  async #refuse(
    attempt: ConnectionAttempt,
    scope: NetworkDecision['scope'],
    { decision, reason, source }: Refusal,
  ): Promise<{ refusal: Refusal }> {
    await this.#client.report({ ...attempt, scope, decision, reason, source, isOverride: false });
    return { refusal: { decision, reason, source } };
  }
}
