import { describe, expect, test } from '@jest/globals';
import { INITIALIZE } from './converse.js';
import { ScriptedTransport } from './scripted-transport.js';
import { testServer } from './test-server.js';

const LIMIT_MS = 60_000;

const connect = () => {
  const server = testServer({ limits: { initializeTimeoutMs: LIMIT_MS } });
  const transport = new ScriptedTransport();
  server.jsonRpc.serve(transport);
  return { clock: server.harness.clock, transport };
};

describe('Connection without initialize', () => {
  test('gets an error and is closed at 60 s, not earlier', () => {
    const { clock, transport } = connect();
    clock.advance(LIMIT_MS - 1);
    expect([transport.sent, transport.isEnded]).toEqual([[], false]);
    clock.advance(1);
    expect(transport.sent).toEqual([
      '{"error":{"code":-32600,"message":"initialize was not received within 60 s"},"id":-1}',
    ]);
    expect(transport.isEnded).toBe(true);
  });

  test('is closed although it has sent other requests', () => {
    const { clock, transport } = connect();
    transport.receive('{"id":1,"method":"x"}');
    transport.receive('{"id":1,"method":"initialize","params":{}}');
    clock.advance(LIMIT_MS);
    expect(transport.isEnded).toBe(true);
  });

  test('stays open once it has initialized, without initialized too', () => {
    const { clock, transport } = connect();
    clock.advance(LIMIT_MS - 1);
    transport.receive(INITIALIZE);
    clock.advance(LIMIT_MS);
    expect(transport.isEnded).toBe(false);
    expect(transport.sent).toHaveLength(1);
  });

  test('leaves no timer when it is closed', () => {
    const { clock, transport } = connect();
    expect(clock.pending).toBe(1);
    transport.terminate();
    expect(clock.pending).toBe(0);
  });
});
