import { describe, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('Initialize without resumeSessionId', () => {
  test('creates a session, attaches it and describes the host', () => {
    const bench = new UseCaseHarness();
    const client = bench.connect();

    expect(client.initialize()).toEqual({
      sessionId: client.sessionId,
      host: bench.host.describe(),
    });
    expect(bench.sessions.find(client.sessionId)).toBe(client.session);
    expect(client.session.isAttachedTo(client.channel)).toBe(true);
  });

  test('gives every connection its own session', () => {
    const bench = new UseCaseHarness();

    expect(bench.open().sessionId).not.toBe(bench.open().sessionId);
    expect(bench.sessions.size).toBe(2);
  });
});

describe('Initialize with resumeSessionId', () => {
  test('attaches that session under the same id and describes the host', () => {
    const bench = new UseCaseHarness();
    const first = bench.open();
    first.drop();
    const second = bench.connect();

    expect(second.initialize(first.sessionId)).toEqual({
      sessionId: first.sessionId,
      host: bench.host.describe(),
    });
    expect(second.session).toBe(first.session);
    expect(bench.sessions.size).toBe(1);
  });

  test('takes an empty id for an unknown one', () => {
    expect(() => new UseCaseHarness().connect().initialize('')).toThrow(
      fault('invalid-request', 'unknown session id '),
    );
  });
});

describe('Initialize sent again', () => {
  test('is refused after a success, with any parameters', () => {
    const bench = new UseCaseHarness();
    const detached = bench.open();
    detached.drop();
    const client = bench.connect();
    client.initialize();
    const once = fault('invalid-request', 'initialize may only be sent once per connection');

    expect(() => client.initialize()).toThrow(once);
    expect(() => client.initialize(detached.sessionId)).toThrow(once);
    expect(detached.session.isAttached).toBe(false);
    expect(bench.sessions.size).toBe(2);
  });

  test('is accepted after a failure on the same connection', () => {
    const bench = new UseCaseHarness();
    const client = bench.connect();
    expect(() => client.initialize('unknown')).toThrow('unknown session id unknown');

    expect(client.initialize().sessionId).toBe(client.sessionId);
  });

  test('is accepted after the host description failed, which left no session', () => {
    const bench = new UseCaseHarness();
    const client = bench.connect();
    bench.host.failure = new Error('the working directory is gone');
    expect(() => client.initialize()).toThrow('the working directory is gone');
    expect(client.connection.isInitialized).toBe(false);
    expect(bench.sessions.size).toBe(0);

    bench.host.failure = undefined;
    expect(client.initialize().sessionId).toBe(client.sessionId);
  });
});

describe('Initialize at the session limit', () => {
  test('is refused with the option that raises the limit', () => {
    const bench = new UseCaseHarness({ maxSessions: 2 });
    bench.open();
    bench.open().drop();

    expect(() => bench.connect().initialize()).toThrow(
      fault('failed', 'too many sessions: this exec-server keeps at most 2'),
    );
    expect(bench.sessions.size).toBe(2);
  });

  test('still resumes a session', () => {
    const bench = new UseCaseHarness({ maxSessions: 1 });
    const client = bench.open();
    client.drop();

    expect(bench.resume(client.sessionId).session).toBe(client.session);
  });

  test('is accepted once a session has expired', () => {
    const bench = new UseCaseHarness({ maxSessions: 1 });
    bench.open().drop();
    bench.clock.advance(80_000);

    expect(() => bench.open()).not.toThrow();
  });
});
