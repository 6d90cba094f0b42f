import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { ReadOutput } from '../../../src/application/use-cases/processes/read-output.js';
import type { SpawnProcess } from '../../../src/application/use-cases/processes/spawn-process.js';
import type { TerminateProcess } from '../../../src/application/use-cases/processes/terminate-process.js';
import type { Initialize } from '../../../src/application/use-cases/sessions/initialize.js';
import { type ErrorCode, ExecServerError } from '../../../src/domain/errors.js';
import { INITIALIZE, INITIALIZED, refusal, shakeHands } from './converse.js';
import { linkedLine } from './line.js';
import { CLOSED } from './message-queue.js';
import { scripted } from './scripted.js';
import { ScriptedTransport } from './scripted-transport.js';
import { testServer } from './test-server.js';

const TERMINATE = '{"id":1,"method":"process/terminate","params":{"processId":"p"}}';
const START =
  '{"id":1,"method":"process/start","params":{"processId":"p","argv":["true"],"cwd":"file:///","env":{},"tty":false}}';
const RESUME =
  '{"id":1,"method":"initialize","params":{"clientName":"b","resumeSessionId":"00000000-0000-4000-8000-000000000001"}}';

describe('JsonRpcServer', () => {
  test('keeps a session for its connection until that is closed', async () => {
    const { jsonRpc } = testServer();
    const [first, second] = [linkedLine(jsonRpc), linkedLine(jsonRpc)];
    await shakeHands(first);
    second.send(RESUME);
    expect(await second.received.next()).toBe(
      refusal(
        -32_010,
        'session 00000000-0000-4000-8000-000000000001 is already attached to another connection',
      ),
    );
    first.hangUp();
    expect(await first.received.next()).toBe(CLOSED);
    second.send(RESUME);
    expect(await second.received.next()).toContain(
      '"sessionId":"00000000-0000-4000-8000-000000000001"',
    );
  });

  test.each<[ErrorCode, number]>([
    ['invalid-request', -32_600],
    ['invalid-argument', -32_602],
    ['failed', -32_603],
    ['already-attached', -32_010],
  ])('answers the error code %s with %d and its text', async (code, number) => {
    const terminateProcess = scripted<TerminateProcess>(() =>
      Promise.reject(new ExecServerError(code, 'so "it" is')),
    );
    const line = linkedLine(testServer({ useCases: { terminateProcess } }).jsonRpc);
    line.send(TERMINATE);
    expect(await line.received.next()).toBe(refusal(number, 'so "it" is'));
  });

  test('logs the stack of an unexpected error and sends an internal error without its text', async () => {
    const terminateProcess = scripted<TerminateProcess>(() =>
      Promise.reject(new TypeError('s3cr3t')),
    );
    const initialize = scripted<Initialize>(() => {
      throw new TypeError('s3cr3t');
    });
    const server = testServer({ useCases: { terminateProcess, initialize } });
    const line = linkedLine(server.jsonRpc);
    for (const frame of [TERMINATE, INITIALIZE.replace('0', '1')]) {
      line.send(frame);
      expect(await line.received.next()).toBe(
        refusal(-32_603, 'internal error; see the server log'),
      );
    }
    expect(server.harness.logger.lines).toMatchObject([
      { level: 'error', fields: { method: 'process/terminate' } },
      { level: 'error', fields: { method: 'initialize' } },
    ]);
    expect(server.harness.logger.lines[0]?.fields.cause).toMatch(/^TypeError\n {4}at /);
    expect(JSON.stringify(server.harness.logger.lines)).not.toContain('s3cr3t');
  });

  test('answers with an internal error when a result is too large to serialize', async () => {
    const readOutput = scripted<ReadOutput>(async () => ({
      get chunks(): never {
        throw new RangeError('Invalid string length');
      },
      processId: 'p',
      afterSeq: 0,
      gap: undefined,
      nextSeq: 1,
      awaitsAck: false,
      exit: undefined,
      closed: false,
    }));
    const line = linkedLine(testServer({ useCases: { readOutput } }).jsonRpc);
    line.send('{"id":1,"method":"process/read","params":{"processId":"p"}}');
    expect(await line.received.next()).toBe(refusal(-32_603, 'internal error; see the server log'));
  });

  test('answers each request when it is done, in any order', async () => {
    let finishRead: () => void = () => undefined;
    const readOutput = scripted<ReadOutput>(async () => {
      await new Promise<void>((resolve) => {
        finishRead = resolve;
      });
      return {
        processId: 'p',
        afterSeq: 0,
        chunks: [],
        gap: undefined,
        nextSeq: 1,
        awaitsAck: false,
        exit: undefined,
        closed: true,
      };
    });
    const line = linkedLine(testServer({ useCases: { readOutput } }).jsonRpc);
    await shakeHands(line);
    line.send('{"id":2,"method":"process/read","params":{"processId":"p","waitMs":60000}}');
    line.send(TERMINATE);
    expect(await line.received.next()).toBe('{"id":1,"result":{"running":false}}');
    finishRead();
    expect(await line.received.next()).toContain('"id":2');
  });

  test.each(['{"method":"bogus"}', '{"id":1,"result":1}'])(
    'serves nothing after the protocol violation %s',
    async (offence) => {
      let starts = 0;
      const spawnProcess = scripted<SpawnProcess>(async () => {
        starts += 1;
        return { processId: 'p', isSandboxed: false, pid: undefined };
      });
      const { jsonRpc } = testServer({ useCases: { spawnProcess } });
      const transport = new ScriptedTransport();
      jsonRpc.serve(transport);
      for (const frame of [INITIALIZE, INITIALIZED, START, offence, START]) {
        transport.receive(frame);
      }
      await setImmediate();
      expect(transport.isEnded).toBe(true);
      expect(starts).toBe(1);
    },
  );

  test('logs why it closes a connection, without the received text', () => {
    const { jsonRpc, harness } = testServer();
    const transport = new ScriptedTransport();
    jsonRpc.serve(transport);
    transport.receive('{"method":"s3cr3t"}');
    expect(harness.logger.lines).toEqual([
      {
        level: 'info',
        message: 'connection ended',
        fields: { reason: 'unknown notification' },
      },
    ]);
  });

  test('names the source of an unreadable message in the error', () => {
    const transport = new ScriptedTransport();
    testServer().jsonRpc.serve(transport);
    transport.receive('[]');
    expect(transport.sent).toEqual([
      '{"error":{"code":-32600,"message":"failed to parse scripted message: expected a JSON-RPC object"},"id":-1}',
    ]);
  });
});
