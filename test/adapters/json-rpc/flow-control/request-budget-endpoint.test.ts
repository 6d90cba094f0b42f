import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type {
  WriteInput,
  WriteStatus,
} from '../../../../src/application/use-cases/processes/write-input.js';
import { INITIALIZE } from '../converse.js';
import { scripted } from '../scripted.js';
import { ScriptedTransport } from '../scripted-transport.js';
import { testServer } from '../test-server.js';

const REFUSAL =
  /"code":-32603,"message":"too many bytes of unanswered requests on this connection \(--max-bytes-in-flight\)"/;

/** A client whose writes are answered when the test says so; there is room for two and a little. */
const connect = () => {
  const answers: ((status: WriteStatus) => void)[] = [];
  const writeInput = scripted<WriteInput>(
    () => new Promise<WriteStatus>((resolve) => answers.push(resolve)),
  );
  const limits = { maxBytesInFlight: 250 * 1024 };
  const { jsonRpc, harness } = testServer({ limits, useCases: { writeInput } });
  const transport = new ScriptedTransport();
  jsonRpc.serve(transport);
  transport.receive(INITIALIZE);
  const write = (id: number): void => {
    const params = { processId: 'p', chunk: 'A'.repeat(100 * 1024), writeId: `w${id}` };
    transport.receive(JSON.stringify({ id, method: 'process/write', params }));
  };
  return { answers, clock: harness.clock, transport, write };
};

describe('Client beyond maxBytesInFlight', () => {
  test('is not read from until requests are answered, and loses none', async () => {
    const { answers, transport, write } = connect();
    for (let id = 1; id <= 6; id += 1) {
      write(id);
    }
    expect([answers.length, transport.isPaused]).toEqual([3, true]);
    for (let id = 1; id <= 6; id += 1) {
      answers[id - 1]?.('accepted');
      await setImmediate();
    }
    expect(transport.isPaused).toBe(false);
    expect(transport.sent.slice(1)).toEqual(
      [1, 2, 3, 4, 5, 6].map((id) => `{"id":${id},"result":{"status":"accepted"}}`),
    );
  });

  test('is refused large requests after a second without a reply, and served small ones', async () => {
    const { clock, transport, write } = connect();
    for (let id = 1; id <= 4; id += 1) {
      write(id);
    }
    clock.advance(1000);
    expect(transport.isPaused).toBe(false);
    expect(transport.sent.at(-1)).toMatch(REFUSAL);
    transport.receive('{"id":9,"method":"environment/status"}');
    expect(transport.sent.at(-1)).toContain('"id":9');
  });
});

test('a client counts as authenticated from its initialize on', () => {
  let admitted = 0;
  const transport = Object.assign(new ScriptedTransport(), {
    onInitialized: () => {
      admitted += 1;
    },
  });
  testServer().jsonRpc.serve(transport);
  transport.receive(
    '{"id":1,"method":"initialize","params":{"clientName":"x","resumeSessionId":"no"}}',
  );
  transport.receive('{"id":1,"method":"environment/status"}');
  expect(admitted).toBe(0);
  transport.receive(INITIALIZE);
  expect(admitted).toBe(1);
});
