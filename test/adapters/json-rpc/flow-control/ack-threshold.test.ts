import { expect, test } from '@jest/globals';
import { settled } from '../../../support/settled.js';
import { INITIALIZE, INITIALIZED } from '../converse.js';
import { ScriptedTransport } from '../scripted-transport.js';
import { testServer } from '../test-server.js';

const START =
  '{"id":1,"method":"process/start","params":{"processId":"p","argv":["true"],"cwd":"file:///","env":{},"tty":false}}';

test('JsonRpcServer requests an acknowledgement before a window smaller than ackIntervalBytes is full', async () => {
  const limits = { ackIntervalBytes: 1_000_000, outputWindowBytes: 80_000 };
  const transport = new ScriptedTransport();
  const { jsonRpc, harness } = testServer({ limits });
  jsonRpc.serve(transport);
  transport.receive(INITIALIZE);
  transport.receive(INITIALIZED);
  transport.receive(START);
  await settled();
  harness.runner.latest.output('x'.repeat(19_000));
  harness.clock.advance(100);
  expect(transport.pendingAcks).toHaveLength(0);
  harness.runner.latest.output('x'.repeat(1000));
  harness.clock.advance(100);
  expect(transport.pendingAcks).toHaveLength(1);
});
