import { setImmediate } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import type { ReadOutput } from '../../../../src/application/use-cases/processes/read-output.js';
import type { OutputEvent } from '../../../../src/domain/output/process-event.js';
import { settled } from '../../../support/settled.js';
import { INITIALIZE, INITIALIZED, notImplemented } from '../converse.js';
import { scripted } from '../scripted.js';
import { ScriptedTransport } from '../scripted-transport.js';
import { testServer } from '../test-server.js';

const KIB = 1024;

const output = (size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq: 1,
  stream: 'stdout',
  bytes: Buffer.alloc(size),
});

const stuckTransport = (maxUnsentBytes: number, readOutput?: ReadOutput): ScriptedTransport => {
  const useCases = readOutput === undefined ? {} : { readOutput };
  const transport = new ScriptedTransport();
  testServer({ limits: { maxUnsentBytes }, useCases }).jsonRpc.serve(transport);
  transport.isStuck = true;
  return transport;
};

const ask = (transport: ScriptedTransport, from: number, to: number): void => {
  for (let id = from; id <= to; id += 1) {
    transport.receive(`{"id":${id},"method":"x"}`);
  }
};

const answers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => notImplemented(String(from + index)));

describe('Client that sends requests and does not read', () => {
  test('is not read from beyond maxUnsentBytes', () => {
    const transport = stuckTransport(KIB);
    ask(transport, 1, 100);
    expect(transport.isPaused).toBe(true);
    expect(transport.unsentBytes).toBeGreaterThan(KIB);
    expect(transport.unsentBytes).toBeLessThan(KIB + 100);
  });

  test('gets every reply in order once it reads', () => {
    const transport = stuckTransport(KIB);
    ask(transport, 1, 100);
    transport.isStuck = false;
    transport.drain();
    ask(transport, 101, 110);
    expect(transport.isPaused).toBe(false);
    expect(transport.sent).toEqual(answers(1, 110));
  });

  test('gets its replies in order when there is room before the drain is reported', () => {
    const transport = stuckTransport(KIB);
    ask(transport, 1, 100);
    transport.unsentBytes = 0;
    ask(transport, 101, 110);
    transport.isStuck = false;
    transport.drain();
    expect(transport.sent).toEqual(answers(1, 110));
  });

  test('is limited again each time it stops reading', () => {
    const transport = stuckTransport(KIB);
    ask(transport, 1, 100);
    for (let drains = 0; drains < 50 && transport.isPaused; drains += 1) {
      transport.drain();
    }
    expect(transport.sent).toEqual(answers(1, 100));
    expect(transport.peakUnsentBytes).toBeLessThan(KIB + 100);
  });

  test('does not get 100 large replies made at once', async () => {
    const page = {
      processId: 'p',
      afterSeq: 0,
      chunks: [output(64 * KIB)],
      nextSeq: 2,
      awaitsAck: false,
      exit: undefined,
      closed: false,
      gap: undefined,
    };
    const transport = stuckTransport(
      KIB,
      scripted<ReadOutput>(async () => page),
    );
    transport.receive(INITIALIZE);
    transport.receive(INITIALIZED);
    for (let id = 1; id <= 100; id += 1) {
      transport.receive(`{"id":${id},"method":"process/read","params":{"processId":"p"}}`);
    }
    await setImmediate();
    expect(transport.peakUnsentBytes).toBeLessThan(256 * KIB);
    transport.isStuck = false;
    transport.drain();
    await setImmediate();
    expect(transport.sent).toHaveLength(101);
  });

  test('is not read from beyond a bounded number of small pending replies', () => {
    const transport = new ScriptedTransport();
    const limits = { sendHighWatermarkBytes: 100, maxUnsentBytes: 50 * KIB };
    testServer({ limits }).jsonRpc.serve(transport);
    transport.receive(INITIALIZE);
    transport.receive(INITIALIZED);
    transport.isStuck = true;
    const ask = (id: number): void => {
      transport.receive(`{"id":${id},"method":"environment/status"}`);
    };
    let asked = 0;
    while (!transport.isPaused && asked < 1000) {
      asked += 1;
      ask(asked);
    }
    expect(asked).toBeLessThan(60);
    transport.isStuck = false;
    transport.drain();
    expect(transport.isPaused).toBe(false);
    expect(transport.sent).toHaveLength(1 + asked);
  });

  test('has a few of its files read at a time, when there is room for the reply', async () => {
    const transport = new ScriptedTransport();
    const { jsonRpc, harness } = testServer({ limits: { sendHighWatermarkBytes: 100 } });
    const readFile = jest.spyOn(harness.files, 'readFile');
    await harness.files.writeFile('/f', Buffer.alloc(KIB), { followSymlinks: true });
    jsonRpc.serve(transport);
    transport.receive(INITIALIZE);
    transport.receive(INITIALIZED);
    transport.isStuck = true;
    for (let id = 1; id <= 20; id += 1) {
      const params = '{"path":"file:///f"}';
      transport.receive(`{"id":${id},"method":"fs/readFile","params":${params}}`);
    }
    await settled();
    // Three at once, and three that had started when the first reply filled the transport.
    expect(readFile.mock.calls.length).toBeLessThanOrEqual(6);
    while (transport.sent.length < 21) {
      transport.drain();
      await settled();
    }
    expect(readFile).toHaveBeenCalledTimes(20);
  });

  test('is forgotten with its requests when it disconnects', () => {
    const transport = stuckTransport(KIB);
    ask(transport, 1, 100);
    const served = transport.sent.length;
    transport.terminate();
    transport.isEnded = false;
    transport.drain();
    expect(transport.sent).toHaveLength(served);
  });
});
