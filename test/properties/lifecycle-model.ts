import type { Session } from '../../src/domain/sessions/session.js';
import type { FakeProcess } from '../fakes/fake-process.js';
import type { HarnessClient } from '../support/harness-client.js';

export interface ModelSession {
  readonly id: string;
  readonly session: Session;
  readonly process: FakeProcess;
  holder: HarnessClient | undefined;
  detachedAtMs: number;
  writes: number;
  /** Of the last write, while a client is attached. */
  lastSeq: number;
}

/** What the rules of docs/protocol.md section 5 make of sessions, in the plainest way. */
export class LifecycleModel {
  readonly sessions: ModelSession[] = [];
  readonly clients: HarnessClient[] = [];
  readonly #ttlMs: number;
  #nowMs = 0;

  constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  get attached(): readonly ModelSession[] {
    return this.sessions.filter(({ holder }) => holder !== undefined);
  }

  /** Any number picks a session. */
  session(pick: number): ModelSession {
    return this.sessions[pick % this.sessions.length] as ModelSession;
  }

  /** Any number picks a connection, one that was lost perhaps. */
  client(pick: number): HarnessClient {
    return this.clients[pick % this.clients.length] as HarnessClient;
  }

  open(holder: HarnessClient, process: FakeProcess): void {
    const { session, sessionId: id } = holder;
    this.clients.push(holder);
    const output = { writes: 0, lastSeq: 0 };
    this.sessions.push({ id, session, process, holder, detachedAtMs: 0, ...output });
  }

  drop(client: HarnessClient): void {
    for (const session of this.sessions) {
      if (session.holder !== client) {
        continue;
      }
      session.holder = undefined;
      session.detachedAtMs = this.#nowMs;
    }
  }

  /** Returns what the connection is told. */
  resume(id: string, client: HarnessClient): string {
    const session = this.sessions.find((each) => each.id === id);
    if (session === undefined) {
      return `unknown session id ${id}`;
    }
    if (session.holder?.channel.life) {
      return `session ${id} is already attached to another connection`;
    }
    if (!session.holder && this.#nowMs >= session.detachedAtMs + this.#ttlMs) {
      return `unknown session id ${id}`;
    }
    session.holder = client;
    this.clients.push(client);
    return 'resumed';
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }
}
