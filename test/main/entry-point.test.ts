import { expect, test } from '@jest/globals';
import type { ServiceIdentifier } from 'inversify';
import * as entryPoint from '../../src/main/index.js';
import {
  type AuditLog,
  type Authenticator,
  type Clock,
  type ConfigurationFormat,
  ConfigurationSyntaxError,
  type FileSystemProvider,
  type HostInformation,
  type HostResolver,
  type HttpClient,
  type IdGenerator,
  InvalidMetadata,
  type Logger,
  type ManifestFormat,
  type MetadataFormat,
  type Metrics,
  type NetworkProxyProvider,
  type PathWatcher,
  PORTS,
  type ProcessRunner,
  SandboxRefused,
  type SessionStore,
  SpawnFailed,
  type Tracing,
} from '../../src/main/index.js';

/** What an embedder must be able to name, to rebind each of `PORTS`. */
interface PortTypes {
  readonly auditLog: AuditLog;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly configurationFormat: ConfigurationFormat;
  readonly fileSystems: FileSystemProvider;
  readonly hostInformation: HostInformation;
  readonly hostResolver: HostResolver;
  readonly httpClient: HttpClient;
  readonly idGenerator: IdGenerator;
  readonly logger: Logger;
  readonly manifestFormat: ManifestFormat;
  readonly metadataFormat: MetadataFormat;
  readonly metrics: Metrics;
  readonly networkProxies: NetworkProxyProvider;
  readonly pathWatcher: PathWatcher;
  readonly processRunner: ProcessRunner;
  readonly sessionStore: SessionStore;
  readonly tracing: Tracing;
}

/** Does not compile when a port has no type, or another one than its token. */
const tokens: { readonly [Port in keyof PortTypes]: ServiceIdentifier<PortTypes[Port]> } = PORTS;

test('every port has an exported type that its token carries', () => {
  const ports: readonly (keyof PortTypes)[] = Object.keys(PORTS) as (keyof typeof PORTS)[];
  expect(Object.keys(tokens)).toEqual(ports);
});

test('every error that an adapter throws is exported', () => {
  const errors = [
    new ConfigurationSyntaxError(1, 1, 'reason'),
    new InvalidMetadata('reason'),
    new SandboxRefused('reason'),
    new SpawnFailed('reason'),
  ];
  expect(errors.every(({ message }) => message.includes('reason'))).toBe(true);
});

test('errors of the entry point have the names of their classes', () => {
  const classes = (Object.values(entryPoint) as unknown[]).filter(
    (value): value is new (...args: unknown[]) => Error =>
      typeof value === 'function' && value.prototype instanceof Error,
  );
  expect(classes.length).toBeGreaterThan(4);
  const names = classes.map((Class) => [Class.name, new Class('failed', 'why', 'why').name]);
  expect(names.filter(([expected, name]) => expected !== name)).toEqual([]);
});
