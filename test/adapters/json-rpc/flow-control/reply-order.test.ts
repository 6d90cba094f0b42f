import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { settled } from '../../../support/settled.js';
import { INITIALIZE, INITIALIZED } from '../converse.js';
import { ScriptedTransport } from '../scripted-transport.js';
import { testServer } from '../test-server.js';

const KIB = 1024;

/** What was sent after so many messages. */
const messages = (transport: ScriptedTransport, before: number) =>
  transport.sent.slice(before).map((text) => JSON.parse(text));

/** Uses up the room of 1 KiB. @returns the number of messages that take it */
const congest = (transport: ScriptedTransport): number => {
  transport.isStuck = true;
  for (let id = 1; transport.unsentBytes <= KIB; id += 1) {
    transport.receive(`{"id":${id},"method":"x"}`);
  }
  return transport.sent.length;
};

/** A server with 1 KiB of room for each client, and an initialized client. */
const withLittleRoom = () => {
  const transport = new ScriptedTransport();
  const { jsonRpc, harness } = testServer({ limits: { sendHighWatermarkBytes: KIB } });
  jsonRpc.serve(transport);
  transport.receive(INITIALIZE);
  transport.receive(INITIALIZED);
  return { transport, jsonRpc, harness };
};

const START =
  '{"id":"start","method":"process/start","params":{"processId":"p","argv":["true"],"cwd":"file:///","env":{},"tty":false}}';

test('the reply to process/start precedes the output of the process while there is no room', async () => {
  const { transport, harness } = withLittleRoom();
  const before = congest(transport);
  transport.receive(START);
  await settled();
  harness.runner.latest.output('x');
  harness.clock.advance(100);
  transport.isStuck = false;
  transport.drain();

  const [reply, output] = messages(transport, before);
  expect(reply).toMatchObject({ id: 'start', result: { processId: 'p' } });
  expect(output).toMatchObject({ method: 'process/output', params: { processId: 'p' } });
});

test('the reply to a resume precedes the output of the session while there is no room', async () => {
  const { transport: former, jsonRpc, harness } = withLittleRoom();
  former.receive(START);
  await settled();
  const { sessionId } = JSON.parse(former.sent[0] ?? '').result;
  former.terminate();
  const transport = new ScriptedTransport();
  jsonRpc.serve(transport);
  const before = congest(transport);
  const params = `{"clientName":"test","resumeSessionId":"${sessionId}"}`;
  transport.receive(`{"id":"resume","method":"initialize","params":${params}}`);
  harness.runner.latest.output('x');
  transport.isStuck = false;
  transport.drain();

  const [reply, output] = messages(transport, before);
  expect(reply).toMatchObject({ id: 'resume', result: { sessionId } });
  expect(output).toMatchObject({ method: 'process/output' });
});

test('a reply does not overtake those that wait for room when there is some before the drain', async () => {
  const { transport } = withLittleRoom();
  const before = congest(transport);
  transport.receive('{"id":"first","method":"environment/status"}');
  transport.unsentBytes = 100;
  transport.receive('{"id":"second","method":"environment/status"}');
  await settled();
  const ids = messages(transport, before).map(({ id }) => id);
  expect(ids).toEqual(['first', 'second']);
});

test('the parts of a streamed body are sent after its delayed reply', async () => {
  const { transport } = withLittleRoom();
  const before = congest(transport);
  const params = '{"method":"GET","url":"http://a.test/","requestId":"r","streamResponse":true}';
  transport.receive(`{"id":"http","method":"http/request","params":${params}}`);
  await setImmediate();
  expect(transport.sent).toHaveLength(before);
  transport.isStuck = false;
  transport.drain();
  await setImmediate();

  const [answer, ...parts] = messages(transport, before);
  expect(answer).toMatchObject({ id: 'http', result: { status: 200 } });
  expect(parts.map((p) => p.params.seq)).toEqual([1, 2, 3]);
});

test('fs/missingChanged is sent after the delayed reply to its watch', async () => {
  const { transport, harness } = withLittleRoom();
  let before = 0;
  harness.watcher.beforeWatch = () => {
    before = congest(transport);
  };
  const params = '{"watchId":7,"missing":["file:///a"]}';
  transport.receive(`{"id":"watch","method":"fs/watchMissing","params":${params}}`);
  await setImmediate();
  harness.watcher.create('/a');
  expect(transport.sent).toHaveLength(before);
  transport.isStuck = false;
  transport.drain();

  expect(transport.sent.slice(before)).toEqual([
    '{"id":"watch","result":{"watching":true}}',
    '{"method":"fs/missingChanged","params":{"watchId":7}}',
  ]);
});
