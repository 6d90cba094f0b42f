import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { CreateDirectory } from '../../../../src/application/use-cases/files/create-directory.js';
import type { WriteFile } from '../../../../src/application/use-cases/files/write-file.js';
import type {
  WriteInput,
  WriteStatus,
} from '../../../../src/application/use-cases/processes/write-input.js';
import { NoRoom } from '../../../../src/domain/errors.js';
import { INITIALIZE, INITIALIZED } from '../converse.js';
import { scripted } from '../scripted.js';
import { ScriptedTransport } from '../scripted-transport.js';
import { testServer } from '../test-server.js';

const OVERTAKES =
  'rejected to keep its order after an earlier request that was rejected; send it again';

/** A client; the input of processes is taken, but for that which is large: there is no room for it. */
const connect = () => {
  const done: string[] = [];
  const writeInput = scripted<WriteInput>(async (_connection, { processId, writeId, bytes }) => {
    if (bytes.length > 10) {
      throw new NoRoom('full');
    }
    done.push(`${processId} ${writeId}`);
    return 'accepted' satisfies WriteStatus;
  });
  const writeFile = scripted<WriteFile>(async (_connection, { path }) => {
    // The first write never ends: those after it wait, and their bytes fill the limit.
    if (path.path === '/stuck') {
      await new Promise(() => undefined);
    }
    done.push(`file ${path.path}`);
  });
  const createDirectory = scripted<CreateDirectory>(async (_connection, { path }) => {
    done.push(`directory ${path.path}`);
  });
  const limits = { maxBytesInFlight: 100 * 1024 };
  const useCases = { writeInput, writeFile, createDirectory };
  const { jsonRpc, harness } = testServer({ limits, useCases });
  const transport = new ScriptedTransport();
  jsonRpc.serve(transport);
  transport.receive(INITIALIZE);
  transport.receive(INITIALIZED);
  let lastId = 0;
  /** Resolves with the reply, or with undefined when there is none. */
  const ask = async (method: string, params: object): Promise<string | undefined> => {
    lastId += 1;
    const id = `${method} ${lastId}`;
    transport.receive(JSON.stringify({ id, method, params }));
    await setImmediate();
    return transport.sent.find((text) => text.includes(`"id":"${id}"`));
  };
  const write = (processId: string, writeId: string, bytes: number) =>
    ask('process/write', { processId, writeId, chunk: Buffer.alloc(bytes).toString('base64') });
  const file = (path: string, bytes: number) =>
    ask('fs/writeFile', {
      path: `file://${path}`,
      dataBase64: Buffer.alloc(bytes).toString('base64'),
    });
  const acknowledgeRefusals = (count?: number): void => {
    for (const arrived of transport.pendingAcks.splice(0, count ?? Number.MAX_SAFE_INTEGER)) {
      arrived();
    }
  };
  return { done, clock: harness.clock, ask, write, file, acknowledgeRefusals };
};

describe('Request pipelined after a refused one', () => {
  test.each([
    null,
    [],
    'text',
    { processId: null },
    // Its conversion to a text would throw.
    { processId: { toString: 1 }, writeId: '' },
  ])('is answered with its params error when they are %j', async (params) => {
    const { ask } = connect();
    expect(await ask('process/write', params as object)).toContain('"code":-32602');
  });

  test('does not overtake the refused input of its process', async () => {
    const { done, write, acknowledgeRefusals } = connect();
    await write('p', 'w1', 1);
    expect(await write('p', 'w2', 100)).toContain('full');
    expect(await write('p', 'w3', 1)).toContain(OVERTAKES);
    await write('q', 'w1', 1);
    acknowledgeRefusals();
    await write('p', 'w4', 1);
    expect(done).toEqual(['p w1', 'q w1', 'p w4']);
  });

  test('does not overtake two refused inputs before both refusals are acknowledged', async () => {
    const { done, write, acknowledgeRefusals } = connect();
    await Promise.all([write('p', 'w1', 100), write('p', 'w2', 100)]);
    acknowledgeRefusals(1);
    expect(await write('p', 'w3', 1)).toContain(OVERTAKES);
    acknowledgeRefusals();
    await write('p', 'w4', 1);
    expect(done).toEqual(['p w4']);
  });

  test('does not overtake a refused file change, whatever it changes', async () => {
    const { done, clock, ask, file, acknowledgeRefusals } = connect();
    void file('/stuck', 100 * 1024);
    clock.advance(1000);
    expect(await file('/f', 100 * 1024)).toContain('--max-bytes-in-flight');
    expect(await file('/f', 1)).toContain(OVERTAKES);
    expect(await ask('fs/createDirectory', { path: 'file:///d' })).toContain(OVERTAKES);
    expect(await ask('environment/status', {})).toContain('ready');
    acknowledgeRefusals();
    await file('/f', 2);
    await ask('fs/createDirectory', { path: 'file:///d' });
    expect(done).toEqual(['file /f', 'directory /d']);
  });

  test('is served when the order of the refused request does not matter', async () => {
    const { done, clock, ask, file } = connect();
    void file('/stuck', 100 * 1024);
    clock.advance(1000);
    const padding = 'x'.repeat(100 * 1024);
    expect(await ask('environment/status', { padding })).toContain('--max-bytes-in-flight');
    await file('/f', 1);
    expect(done).toEqual(['file /f']);
  });
});
