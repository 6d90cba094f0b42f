import { describe, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

describe('Initialize without resumeSessionId', () => {
  test('creates a session, attaches it and describes the host', () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();

    expect(client.initialize()).toEqual({
      sessionId: client.sessionId,
      host: harness.host.describe(),
    });
    expect(harness.sessions.find(client.sessionId)).toBe(client.session);
    expect(client.session.isAttachedTo(client.channel)).toBe(true);
  });

  test('gives every connection its own session', () => {
    const harness = new UseCaseHarness();

    expect(harness.open().sessionId).not.toBe(harness.open().sessionId);
    expect(harness.sessions.size).toBe(2);
  });
});

describe('Initialize with resumeSessionId', () => {
  test('attaches that session under the same id and describes the host', () => {
    const harness = new UseCaseHarness();
    const first = harness.open();
    first.drop();
    const second = harness.connect();

    expect(second.initialize(first.sessionId)).toEqual({
      sessionId: first.sessionId,
      host: harness.host.describe(),
    });
    expect(second.session).toBe(first.session);
    expect(harness.sessions.size).toBe(1);
  });

  test('takes an empty id for an unknown one', () => {
    expect(() => new UseCaseHarness().connect().initialize('')).toThrow(
      fault('invalid-request', 'unknown session id '),
    );
  });
});

describe('Initialize sent again', () => {
  test('is refused after a success, with any parameters', () => {
    const harness = new UseCaseHarness();
    const detached = harness.open();
    detached.drop();
    const client = harness.connect();
    client.initialize();
    const once = fault('invalid-request', 'initialize may only be sent once per connection');

    expect(() => client.initialize()).toThrow(once);
    expect(() => client.initialize(detached.sessionId)).toThrow(once);
    expect(detached.session.isAttached).toBe(false);
    expect(harness.sessions.size).toBe(2);
  });

  test('is accepted after a failure on the same connection', () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();
    expect(() => client.initialize('unknown')).toThrow('unknown session id unknown');

    expect(client.initialize().sessionId).toBe(client.sessionId);
  });

  test('is accepted after the host description failed, which left no session', () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();
    harness.host.failure = new Error('the working directory is gone');
    expect(() => client.initialize()).toThrow('the working directory is gone');
    expect(client.connection.isInitialized).toBe(false);
    expect(harness.sessions.size).toBe(0);

    harness.host.failure = undefined;
    expect(client.initialize().sessionId).toBe(client.sessionId);
  });
});

describe('Initialize at the session limit', () => {
  test('is refused with the option that raises the limit', () => {
    const harness = new UseCaseHarness({ maxSessions: 2 });
    harness.open();
    harness.open().drop();

    expect(() => harness.connect().initialize()).toThrow(
      fault('failed', 'too many sessions: this exec-server keeps at most 2'),
    );
    expect(harness.sessions.size).toBe(2);
  });

  test('still resumes a session', () => {
    const harness = new UseCaseHarness({ maxSessions: 1 });
    const client = harness.open();
    client.drop();

    expect(harness.resume(client.sessionId).session).toBe(client.session);
  });

  test('is accepted once a session has expired', () => {
    const harness = new UseCaseHarness({ maxSessions: 1 });
    harness.open().drop();
    harness.clock.advance(80_000);

    expect(() => harness.open()).not.toThrow();
  });
});
