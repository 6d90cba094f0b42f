import { describe, expect, test } from '@jest/globals';
import { InvalidParams } from '../../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import { ProcessStartParams } from '../../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

const REQUIRED = {
  processId: 'p',
  argv: ['true', ''],
  cwd: 'file:///tmp/a%20b',
  env: { A: 'b', '': '', 'C=D': 'e' },
  tty: true,
};

const PROXY = {
  enabled: true,
  enableSocks5: true,
  enableSocks5Udp: false,
  allowUpstreamProxy: false,
  dangerouslyAllowAllUnixSockets: false,
  mode: 'full',
  allowLocalBinding: false,
};

const VALID = {
  ...REQUIRED,
  envPolicy: {
    inherit: 'core',
    ignoreDefaultExcludes: true,
    exclude: ['*'],
    set: { A: 'b' },
    includeOnly: [],
  },
  pipeStdin: true,
  arg0: 'sh',
  metadata: { toolCallId: 't' },
  sandbox: { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' },
  enforceManagedNetwork: true,
  managedNetwork: { loopbackPorts: [80] },
  networkProxy: { proxy: PROXY },
  shellSnapshot: { scopeId: 's', shell: { name: 'bash', path: '/bin/bash' } },
};

describeParams(ProcessStartParams, VALID, [
  { name: 'processId', presence: 'required', kind: 'text', right: ['', 'x'.repeat(10_000)] },
  {
    name: 'argv',
    presence: 'required',
    kind: 'list',
    wrong: [[1], [null], ['s3cr3t', 5], [['s3cr3t']]],
    right: [[]],
  },
  { name: 'cwd', presence: 'required', kind: 'text' },
  {
    name: 'env',
    presence: 'required',
    kind: 'map',
    wrong: [{ A: 5 }, { A: 's3cr3t', B: null }, { A: ['s3cr3t'] }, { constructor: null }],
    right: [{}, { constructor: 'x' }],
  },
  { name: 'tty', presence: 'required', kind: 'flag', right: [false] },
  { name: 'envPolicy', presence: 'nullable', kind: 'map', wrong: [{}, []] },
  { name: 'pipeStdin', presence: 'optional', kind: 'flag' },
  { name: 'arg0', presence: 'nullable', kind: 'text', right: [''] },
  {
    name: 'metadata',
    presence: 'nullable',
    kind: 'map',
    wrong: [{ threadId: 5 }, []],
    right: [{}],
  },
  { name: 'sandbox', presence: 'nullable', kind: 'map', wrong: [{}, []] },
  { name: 'enforceManagedNetwork', presence: 'optional', kind: 'flag' },
  { name: 'managedNetwork', presence: 'nullable', kind: 'map', wrong: [[]], right: [{}] },
  { name: 'networkProxy', presence: 'nullable', kind: 'map', wrong: [{}, []] },
  { name: 'shellSnapshot', presence: 'nullable', kind: 'map', wrong: [{}, []] },
]);

const commandOf = (params: object) => readParams(ProcessStartParams, params).toCommand();

describe('process/start command', () => {
  test('carries the given params', () => {
    const { env, ...command } = commandOf(VALID);
    expect(env).toEqual(REQUIRED.env);
    expect(command).toMatchObject({
      processId: 'p',
      argv: ['true', ''],
      arg0: 'sh',
      cwd: { asSent: 'file:///tmp/a%20b', path: '/tmp/a b' },
      envPolicy: VALID.envPolicy,
      terminal: { columns: 80, rows: 24 },
      pipeStdin: true,
      restrictions: {
        sandbox: { permissions: { type: 'disabled' }, cwd: undefined, workspaceRoots: [] },
        networkProxy: { socks: true, askTimeoutMs: undefined },
        enforceManagedNetwork: true,
      },
    });
  });

  test('has no option that was not given', () => {
    expect(commandOf(REQUIRED)).toMatchObject({
      arg0: undefined,
      envPolicy: undefined,
      pipeStdin: false,
      restrictions: { sandbox: undefined, networkProxy: undefined, enforceManagedNetwork: false },
    });
  });

  test.each(['sandbox', 'networkProxy'])('takes a null %s for absent', (name) => {
    const { restrictions } = commandOf({ ...REQUIRED, [name]: null });
    expect(restrictions).toEqual({
      sandbox: undefined,
      networkProxy: undefined,
      enforceManagedNetwork: false,
    });
  });

  test('keeps a variable named __proto__', () => {
    const env = JSON.parse('{"__proto__":"x"}');
    expect(Object.entries(commandOf({ ...REQUIRED, env }).env)).toEqual([['__proto__', 'x']]);
  });

  test('rejects a cwd that is not a path URI', () => {
    expect(() => commandOf({ ...REQUIRED, cwd: '/tmp' })).toThrow(InvalidParams);
  });
});
