import { expect, test } from '@jest/globals';
import { EnvPolicyParams } from '../../../../src/adapters/json-rpc/params/processes/env-policy-params.js';
import { ProcessStartParams } from '../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { ShellSnapshotParams } from '../../../../src/adapters/json-rpc/params/processes/shell-snapshot-params.js';
import { SandboxParams } from '../../../../src/adapters/json-rpc/params/sandbox/sandbox-params.js';
import { describeParams } from './describe-params.js';
import { readParams } from './read-params.js';

const ENV_POLICY = {
  inherit: 'all',
  ignoreDefaultExcludes: false,
  exclude: ['A*'],
  set: { A: 'b' },
  includeOnly: ['*'],
};

describeParams(EnvPolicyParams, ENV_POLICY, [
  {
    name: 'inherit',
    presence: 'required',
    kind: 'text',
    wrong: ['', 'All', 'some'],
    right: ['core', 'none'],
  },
  { name: 'ignoreDefaultExcludes', presence: 'required', kind: 'flag', right: [true] },
  { name: 'exclude', presence: 'required', kind: 'list', wrong: [['s3cr3t', 1]], right: [[]] },
  { name: 'set', presence: 'required', kind: 'map', wrong: [{ A: 's3cr3t', B: 1 }], right: [{}] },
  { name: 'includeOnly', presence: 'required', kind: 'list', wrong: [[{}]], right: [[]] },
]);

describeParams(
  SandboxParams,
  {
    permissions: { type: 'disabled' },
    sandboxOverride: 'noOverride',
    cwd: 'file:///w',
    workspaceRoots: ['file:///w'],
    policyContext: {},
    userHomeDir: 'file:///root',
    temporaryDirectories: ['file:///t'],
    windowsSandboxLevel: 'disabled',
    windowsSandboxProxySettingsMode: 'reconcile',
    useLegacyLandlock: false,
  },
  [
    {
      name: 'permissions',
      presence: 'required',
      kind: 'map',
      wrong: [[]],
    },
    { name: 'cwd', presence: 'nullable', kind: 'text' },
    { name: 'workspaceRoots', presence: 'optional', kind: 'list', right: [[]] },
    {
      name: 'windowsSandboxLevel',
      presence: 'required',
      kind: 'text',
      wrong: ['', 'x'],
      right: ['restricted-token', 'elevated', 'mxc'],
    },
    {
      name: 'windowsSandboxProxySettingsMode',
      presence: 'optional',
      kind: 'text',
      wrong: ['', 'x'],
      right: ['preserve'],
    },
    { name: 'useLegacyLandlock', presence: 'optional', kind: 'flag' },
    { name: 'policyContext', presence: 'nullable', kind: 'map', wrong: [[]] },
    { name: 'userHomeDir', presence: 'nullable', kind: 'text' },
    { name: 'temporaryDirectories', presence: 'nullable', kind: 'list', right: [[]] },
    {
      name: 'sandboxOverride',
      presence: 'optional',
      kind: 'text',
      wrong: ['', 'x'],
      right: ['escalatedSandboxWithRestrictions', 'bypassSandboxFirstAttempt'],
    },
  ],
);

const SHELL = { name: 'bash', path: '/bin/bash' };

describeParams(ShellSnapshotParams, { scopeId: 's', shell: SHELL }, [
  { name: 'scopeId', presence: 'required', kind: 'text' },
  {
    name: 'shell',
    presence: 'required',
    kind: 'map',
    wrong: [{}, { name: 's3cr3t' }, { ...SHELL, path: 5 }, []],
  },
]);

const START = { processId: 'p', argv: ['a'], cwd: 'file:///', env: {}, tty: false };

test.each([
  [{ envPolicy: {} }, 'missing field `envPolicy.inherit`'],
  [{ envPolicy: { ...ENV_POLICY, set: { A: 1 } } }, 'in field `envPolicy.set`'],
  [{ sandbox: { permissions: null } }, 'in field `sandbox.permissions`'],
  [{ shellSnapshot: { scopeId: 's', shell: {} } }, 'missing field `shellSnapshot.shell.name`'],
  [{ metadata: { threadId: 5 } }, 'in field `metadata.threadId`'],
  [{ envPolicy: { ...ENV_POLICY, inherit: 'x' } }, 'expected one of `core`, `all`, `none`'],
])('readParams names the whole path of an error in %j', (params, text) => {
  expect(() => readParams(ProcessStartParams, { ...START, ...params })).toThrow(text);
});

test('readParams reads nested params by position', () => {
  const params = { ...START, envPolicy: Object.values(ENV_POLICY) };
  expect(readParams(ProcessStartParams, params).envPolicy).toEqual(ENV_POLICY);
});

test('readParams reports the first error in the order of declaration', () => {
  const params = { ...START, tty: 5, argv: 5, env: 5 };
  expect(() => readParams(ProcessStartParams, params)).toThrow('in field `argv`');
});
