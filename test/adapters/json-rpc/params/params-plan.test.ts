import { expect, test } from '@jest/globals';
import { IsInt, ValidateIf, validateSync } from 'class-validator';
import fc from 'fast-check';
import { UndecodedBase64 } from '../../../../src/adapters/json-rpc/encoding/base64.js';
import { CapabilitiesDiscoverParams } from '../../../../src/adapters/json-rpc/params/capabilities/capabilities-discover-params.js';
import { CapabilityRootsParams } from '../../../../src/adapters/json-rpc/params/capabilities/capability-roots-params.js';
import { EnvironmentConfigReadParams } from '../../../../src/adapters/json-rpc/params/configuration/environment-config-read-params.js';
import {
  FsReadFileParams,
  FsWriteFileParams,
} from '../../../../src/adapters/json-rpc/params/files/fs-file-params.js';
import {
  FsCloseParams,
  FsOpenParams,
  FsReadBlockParams,
  FsWriteBlockParams,
} from '../../../../src/adapters/json-rpc/params/files/fs-handle-params.js';
import {
  FsCanonicalizeParams,
  FsCopyParams,
  FsCreateDirectoryParams,
  FsGetMetadataParams,
  FsReadDirectoryParams,
  FsRemoveParams,
} from '../../../../src/adapters/json-rpc/params/files/fs-path-params.js';
import { FsWalkParams } from '../../../../src/adapters/json-rpc/params/files/fs-walk-params.js';
import { FsWatchMissingParams } from '../../../../src/adapters/json-rpc/params/files/fs-watch-missing-params.js';
import { WalkOptionsParams } from '../../../../src/adapters/json-rpc/params/files/walk-options-params.js';
import {
  HttpHeaderParams,
  HttpRequestParams,
} from '../../../../src/adapters/json-rpc/params/http/http-request-params.js';
import {
  NetworkProxyConfigParams,
  NetworkProxyParams,
} from '../../../../src/adapters/json-rpc/params/network/network-proxy-params.js';
import {
  isCertainlyValid,
  type ParamsClass,
  planOf,
} from '../../../../src/adapters/json-rpc/params/params-plan.js';
import { PolicyContextParams } from '../../../../src/adapters/json-rpc/params/policy-context-params.js';
import { EnvPolicyParams } from '../../../../src/adapters/json-rpc/params/processes/env-policy-params.js';
import { ManagedNetworkParams } from '../../../../src/adapters/json-rpc/params/processes/managed-network-params.js';
import {
  ProcessSignalParams,
  ProcessTerminateParams,
} from '../../../../src/adapters/json-rpc/params/processes/process-control-params.js';
import { ProcessReadParams } from '../../../../src/adapters/json-rpc/params/processes/process-read-params.js';
import {
  ProcessMetadataParams,
  ProcessStartParams,
} from '../../../../src/adapters/json-rpc/params/processes/process-start-params.js';
import { ProcessWriteParams } from '../../../../src/adapters/json-rpc/params/processes/process-write-params.js';
import { ShellSnapshotParams } from '../../../../src/adapters/json-rpc/params/processes/shell-snapshot-params.js';
import { FileSandboxParams } from '../../../../src/adapters/json-rpc/params/sandbox/file-sandbox-params.js';
import { SandboxParams } from '../../../../src/adapters/json-rpc/params/sandbox/sandbox-params.js';
import { InitializeParams } from '../../../../src/adapters/json-rpc/params/sessions/initialize-params.js';
import { propertyRuns } from '../../../properties/property-runs.js';
import { readParams } from './read-params.js';

/** Values that are right for some field of some class. */
const VALUES = [
  ...[undefined, null, true, 0, 1.5, -1, 80, 2 ** 64, 2n ** 63n, -1n],
  ...['', 'a', 'interrupt', 'follow', 'all', 'disabled', 'mxc', 'reconcile', 'full', 'noOverride'],
  ...['01234567-89ab-4def-8123-456789abcdef', new UndecodedBase64(Buffer.from('YQ=='))],
  ...[[], ['a'], [['a']], [1], [80], {}, { A: 'b' }, { A: 'allow' }, { A: 1 }],
];

const CLASSES: readonly ParamsClass<object>[] = [
  CapabilitiesDiscoverParams,
  CapabilityRootsParams,
  EnvPolicyParams,
  EnvironmentConfigReadParams,
  FileSandboxParams,
  FsCanonicalizeParams,
  FsCloseParams,
  FsCopyParams,
  FsCreateDirectoryParams,
  FsGetMetadataParams,
  FsOpenParams,
  FsReadBlockParams,
  FsReadDirectoryParams,
  FsReadFileParams,
  FsRemoveParams,
  FsWalkParams,
  FsWatchMissingParams,
  FsWriteBlockParams,
  FsWriteFileParams,
  HttpHeaderParams,
  HttpRequestParams,
  InitializeParams,
  ManagedNetworkParams,
  NetworkProxyConfigParams,
  NetworkProxyParams,
  PolicyContextParams,
  ProcessMetadataParams,
  ProcessReadParams,
  ProcessSignalParams,
  ProcessStartParams,
  ProcessTerminateParams,
  ProcessWriteParams,
  SandboxParams,
  ShellSnapshotParams,
  WalkOptionsParams,
];

const isValid = (params: object): boolean =>
  validateSync(params, { whitelist: true, forbidUnknownValues: true }).length === 0;

/** The same function, which computes each result once: several classes nest the same ones. */
const once = <Result>(
  compute: (type: ParamsClass<object>) => Result,
): ((type: ParamsClass<object>) => Result) => {
  const known = new Map<ParamsClass<object>, Result>();
  return (type) => {
    const result = known.get(type) ?? compute(type);
    known.set(type, result);
    return result;
  };
};

/** Instances of which each field is right. */
const validParams = once(
  (type): fc.Arbitrary<object> =>
    fc
      .record(
        Object.fromEntries(Object.keys(new type()).map((name) => [name, rightValues(type, name)])),
      )
      .map((fields) => Object.assign(new type(), fields)),
);

const rightValues = (type: ParamsClass<object>, name: string): fc.Arbitrary<unknown> => {
  const nested = type.nested?.[name];
  const plain = VALUES.filter((value) => isRight(type, name, value));
  return fc.oneof(
    ...plain.map((value) => fc.constant(value)),
    ...(nested === undefined ? [] : [validParams(nested)]),
  );
};

/** Instances of which one field, or one of a nested object, has any value. */
const spoiledParams = once((type): fc.Arbitrary<object> => {
  const valid = validParams(type);
  const spoilers = Object.keys(new type()).map((name) => {
    const nested = type.nested?.[name];
    const anything = fc.constantFrom<unknown[]>(...VALUES);
    const spoiled = nested === undefined ? anything : fc.oneof(anything, spoiledParams(nested));
    return spoiled.map((value) => ({ [name]: value }));
  });
  return fc
    .tuple(valid, fc.oneof(...spoilers))
    .map(([params, field]) => Object.assign(params, field));
});

const isRight = (type: ParamsClass<object>, name: string, value: unknown): boolean =>
  !validateSync(Object.assign(new type(), { [name]: value })).some(
    ({ property }) => property === name,
  );

test.each(CLASSES.map((type) => [type.name, type] as const))(
  'the plan of %s accepts and rejects as class-validator does',
  (_name, type) => {
    const plan = planOf(type);
    const seen = new Set<boolean>();
    fc.assert(
      fc.property(fc.oneof(validParams(type), spoiledParams(type)), (params) => {
        const isAccepted = isCertainlyValid(params, plan);
        seen.add(isAccepted);
        return isAccepted === isValid(params);
      }),
      propertyRuns(200),
    );
    expect(seen).toEqual(new Set([true, false]));
  },
);

class WithUnknownDecorator {
  @IsInt({ each: true })
  ports!: number[];

  @ValidateIf(() => false)
  ignored!: string;
}

test('what a plan does not know is left to class-validator', () => {
  const params = { ports: [80], ignored: 5 };
  expect(readParams(WithUnknownDecorator, params)).toEqual(params);
  expect(() => readParams(WithUnknownDecorator, { ports: ['x'] })).toThrow('in field `ports`');
});
