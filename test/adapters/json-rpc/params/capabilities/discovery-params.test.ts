import { expect, test } from '@jest/globals';
import { CapabilitiesDiscoverParams } from '../../../../../src/adapters/json-rpc/params/capabilities/capabilities-discover-params.js';
import { CapabilityRootsParams } from '../../../../../src/adapters/json-rpc/params/capabilities/capability-roots-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

describeParams(CapabilityRootsParams, { roots: [{ id: 'a', path: 'file:///p' }] }, [
  { name: 'roots', presence: 'required', kind: 'list', right: [[]] },
]);

describeParams(CapabilitiesDiscoverParams, { cwd: 'file:///p', sandbox: null }, [
  { name: 'cwd', presence: 'required', kind: 'text' },
  { name: 'sandbox', presence: 'nullable', kind: 'map', wrong: [{}] },
]);

test.each([
  [{ cwd: 'http://x' }, 'unsupported path URI scheme `http`'],
  [
    {
      cwd: 'file:///',
      sandbox: { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' },
    },
    'missing field `sandbox.cwd`',
  ],
])('CapabilitiesDiscoverParams rejects %j', (params, message) => {
  expect(() => readParams(CapabilitiesDiscoverParams, params).toCommand()).toThrow(message);
});

test('CapabilitiesDiscoverParams keeps its sandbox and accepts a cwd of another operating system', () => {
  const sandbox = {
    permissions: { type: 'disabled' },
    windowsSandboxLevel: 'disabled',
    cwd: 'file:///s',
  };

  expect(
    readParams(CapabilitiesDiscoverParams, { cwd: 'file:///C:/x', sandbox }).toCommand(),
  ).toMatchObject({
    sandbox: { permissions: { type: 'disabled' }, cwd: '/s', workspaceRoots: [] },
  });
});

const SANDBOX = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' };

test('CapabilityRootsParams turns roots into queries with their sandboxes', () => {
  const roots = [
    { id: 'a', path: 'file:///p/%C3%A9/', sandbox: SANDBOX },
    { id: '', path: 'file:///C:/x' },
  ];

  expect(readParams(CapabilityRootsParams, { roots }).toCommand()).toMatchObject([
    {
      id: 'a',
      directory: { asSent: 'file:///p/%C3%A9/', path: '/p/é' },
      sandbox: { permissions: { type: 'disabled' }, cwd: undefined, workspaceRoots: [] },
    },
    { id: '', directory: { asSent: 'file:///C:/x', path: undefined }, sandbox: undefined },
  ]);
});

test.each([
  [3, 'invalid type: number, expected struct CapabilityRootParams'],
  [{ path: 'file:///p' }, 'missing field `id`'],
  [{ id: 'a', path: 'file:///p', sandbox: {} }, 'missing field `sandbox.permissions`'],
  [{ id: 'a', path: 'http://x' }, 'unsupported path URI scheme `http`'],
])('CapabilityRootsParams rejects the root %j', (root, message) => {
  expect(() => readParams(CapabilityRootsParams, { roots: [root] }).toCommand()).toThrow(message);
});
