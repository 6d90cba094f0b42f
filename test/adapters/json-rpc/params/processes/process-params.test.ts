import { expect, test } from '@jest/globals';
import { ManagedNetworkParams } from '../../../../../src/adapters/json-rpc/params/processes/managed-network-params.js';
import {
  ProcessSignalParams,
  ProcessTerminateParams,
} from '../../../../../src/adapters/json-rpc/params/processes/process-control-params.js';
import { ProcessMetadataParams } from '../../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { ProcessWriteParams } from '../../../../../src/adapters/json-rpc/params/processes/process-write-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

describeParams(ProcessWriteParams, { processId: 'p', chunk: 'aGk=', writeId: '1' }, [
  { name: 'processId', presence: 'required', kind: 'text', right: ['', '__proto__'] },
  { name: 'chunk', presence: 'required', kind: 'text', right: [''] },
  { name: 'writeId', presence: 'required', kind: 'text', right: [''] },
]);

describeParams(ProcessTerminateParams, { processId: 'p' }, [
  { name: 'processId', presence: 'required', kind: 'text', right: [''] },
]);

describeParams(ProcessSignalParams, { processId: 'p', signal: 'interrupt' }, [
  { name: 'processId', presence: 'required', kind: 'text' },
  { name: 'signal', presence: 'required', kind: 'text', wrong: ['', 'kill', 'Interrupt'] },
]);

test.each([
  [{ interrupt: null }, 'interrupt'],
  ['interrupt', 'interrupt'],
])('ProcessSignalParams reads the signal %j as %s', (signal, name) => {
  expect(readParams(ProcessSignalParams, { processId: 'p', signal })).toEqual({
    processId: 'p',
    signal: name,
  });
});

test.each([
  [{}],
  [{ interrupt: {} }],
  [{ interrupt: 1 }],
  [{ kill: null }],
  [{ interrupt: null, other: null }],
  [['interrupt']],
  [null],
])('ProcessSignalParams refuses the signal %j', (signal) => {
  expect(() => readParams(ProcessSignalParams, { processId: 'p', signal })).toThrow(
    'expected `interrupt` in field `signal`',
  );
});

const UUID = '01234567-89ab-4def-8123-456789abcdef';

describeParams(ProcessMetadataParams, { threadId: UUID, toolCallId: 't' }, [
  {
    name: 'threadId',
    presence: 'nullable',
    kind: 'text',
    wrong: ['', 'x', `${UUID}0`, UUID.slice(1), `${UUID}\n`],
    right: [UUID.toUpperCase(), UUID.replaceAll('-', ''), `urn:uuid:${UUID}`, `{${UUID}}`],
  },
  { name: 'toolCallId', presence: 'nullable', kind: 'text', right: [''] },
]);

describeParams(ManagedNetworkParams, { loopbackPorts: [0, 65_535], allowLocalBinding: true }, [
  {
    name: 'loopbackPorts',
    presence: 'optional',
    kind: 'list',
    wrong: [[65_536], [-1], [1.5], ['1'], [null], [80, '80']],
    right: [[], [8080]],
  },
  { name: 'allowLocalBinding', presence: 'optional', kind: 'flag', right: [false] },
]);
