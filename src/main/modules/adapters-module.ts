import { ContainerModule } from 'inversify';
import { CachedAnswers } from '../../adapters/file-system/cached/cached-answers.js';
import { CachedFiles } from '../../adapters/file-system/cached/cached-files.js';
import { NodeFileSystem } from '../../adapters/file-system/node-file-system.js';
import { NodePathWatcher } from '../../adapters/file-system/watching/node-path-watcher.js';
import { UndiciHttpClient } from '../../adapters/http-client/undici-http-client.js';
import { JsonManifests } from '../../adapters/json/json-manifests.js';
import { NodeHostResolver } from '../../adapters/network/node-host-resolver.js';
import { type IsolatedListeners, ProxyServers } from '../../adapters/network/proxy-servers.js';
import { UpstreamProxies } from '../../adapters/network/upstream-proxies.js';
import { LocalProcessRunner } from '../../adapters/processes/local-process-runner.js';
import { Watchdog } from '../../adapters/processes/termination/watchdog.js';
import { Bubblewrap } from '../../adapters/sandbox/bubblewrap/bubblewrap.js';
import { BubblewrapProgram } from '../../adapters/sandbox/bubblewrap/bubblewrap-program.js';
import { FileWorkerPool } from '../../adapters/sandbox/files/file-worker-pool.js';
import { SandboxedFileSystems } from '../../adapters/sandbox/files/sandboxed-file-systems.js';
import { toolFiles } from '../../adapters/sandbox/files/worker-runtime-files.js';
import { NetworkNamespaces } from '../../adapters/sandbox/network/network-namespaces.js';
import { SandboxedProcessRunner } from '../../adapters/sandbox/sandboxed-process-runner.js';
import { InMemorySessionStore } from '../../adapters/storage/in-memory-session-store.js';
import { NodeHostInformation } from '../../adapters/system/node-host-information.js';
import { fifoDirectory, privateDirectory } from '../../adapters/system/private-directory.js';
import { RandomIdGenerator } from '../../adapters/system/random-id-generator.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { TomlConfiguration } from '../../adapters/toml/toml-configuration.js';
import { HostTools } from '../../adapters/tools/host-tools.js';
import { PatchTools } from '../../adapters/tools/patch-tools.js';
import { YamlMetadata } from '../../adapters/yaml/yaml-metadata.js';
import type { HostInformation } from '../../application/ports/host-information.js';
import { tagOf } from '../../domain/routing/node-tag.js';
import { packagePath } from '../package-root.js';
import { PARTS, PORTS } from '../tokens.js';
import { ownAdapter } from '../untrusted-adapters/own-adapters.js';

const FILE_WORKER = packagePath('dist', 'main', 'file-worker.js');
const APPLY_PATCH = packagePath('dist', 'main', 'apply-patch.js');
const NAMESPACE_HOLDER = packagePath('dist', 'main', 'namespace-holder.js');
const LINK_GUARD = packagePath('dist', 'main', 'link-guard.js');

/** Binds the ports to the adapters of this package. */
export const adaptersModule = new ContainerModule(({ bind }) => {
  bind(PORTS.clock).toResolvedValue(() => ownAdapter(new SystemClock()));
  bind(PORTS.configurationFormat).toResolvedValue(
    (limits) => ownAdapter(new TomlConfiguration(limits.maxConfigurationDepth)),
    [PARTS.limits],
  );
  bind(PORTS.manifestFormat).toResolvedValue(() => ownAdapter(new JsonManifests()));
  bind(PORTS.metadataFormat).toResolvedValue(
    (limits) => ownAdapter(new YamlMetadata(limits.maxMetadataCharacters, limits.maxMetadataDepth)),
    [PARTS.limits],
  );
  bind(PORTS.fileSystems).toResolvedValue(
    (workers) => ownAdapter(new SandboxedFileSystems(hostFiles(), workers)),
    [PARTS.fileWorkers],
  );
  bind(PARTS.fileWorkers).toResolvedValue(
    (bubblewrap) => new FileWorkerPool(bubblewrap, FILE_WORKER),
    [PARTS.bubblewrap],
  );
  bind(PORTS.hostInformation).toResolvedValue(
    (tools) => ownAdapter(new NodeHostInformation(tools)),
    [PARTS.toolDirectories],
  );
  bind(PARTS.toolDirectories).toResolvedValue(
    (areOffered, logger) => {
      const patchTools = new PatchTools(privateDirectory, APPLY_PATCH);
      const tools = new HostTools(patchTools, () => process.env.PATH ?? '', logger);
      return areOffered ? () => tools.directories() : () => [];
    },
    [PARTS.offersTools, PORTS.logger],
  );
  bind(PORTS.hostResolver).toResolvedValue(
    (limits) => ownAdapter(new NodeHostResolver(limits)),
    [PARTS.limits],
  );
  bind(PORTS.networkProxies).toDynamicValue(({ get }) => {
    // Bubblewrap is created only where something is isolated.
    const isolate = (sockets: number): Promise<IsolatedListeners> =>
      new NetworkNamespaces(get(PARTS.bubblewrap), NAMESPACE_HOLDER).create(sockets);
    const host = get(PORTS.hostInformation);
    const upstream = new UpstreamProxies(() => host.environment(), get(PARTS.upstreamProxies));
    return ownAdapter(new ProxyServers(isolate, get(PARTS.limits), upstream));
  });
  bind(PORTS.httpClient).toResolvedValue(
    (host, limits) => ownAdapter(new UndiciHttpClient(host, limits)),
    [PORTS.hostInformation, PARTS.limits],
  );
  bind(PORTS.idGenerator).toResolvedValue(
    (fleet) => ownAdapter(new RandomIdGenerator(fleet && tagOf(fleet.nodeId))),
    [PARTS.fleet],
  );
  bind(PORTS.pathWatcher).toResolvedValue(
    (limits) => ownAdapter(new NodePathWatcher(limits)),
    [PARTS.limits],
  );
  bind(PORTS.sessionStore).toResolvedValue(() => ownAdapter(new InMemorySessionStore()));
  bind(PORTS.processRunner).toResolvedValue(
    (local, bubblewrap, tools) =>
      ownAdapter(new SandboxedProcessRunner(local, bubblewrap, toolFiles(tools, APPLY_PATCH))),
    [PARTS.localProcesses, PARTS.bubblewrap, PARTS.toolDirectories],
  );
  bind(PARTS.localProcesses).toResolvedValue(
    (limits, logger, host, watchdog) =>
      new LocalProcessRunner(limits, logger, fifoDirectory, searchPath(host), watchdog),
    [PARTS.limits, PORTS.logger, PORTS.hostInformation, PARTS.watchdog],
  );
  bind(PARTS.watchdog).toResolvedValue((logger) => new Watchdog(logger), [PORTS.logger]);
  bind(PARTS.bubblewrap).toResolvedValue(
    (path, host, watchdog) => {
      const program = new BubblewrapProgram(path, searchPath(host));
      return new Bubblewrap(program, privateDirectory, LINK_GUARD, watchdog, fifoDirectory);
    },
    [PARTS.bubblewrapPath, PORTS.hostInformation, PARTS.watchdog],
  );
});

const hostFiles = (): NodeFileSystem =>
  new NodeFileSystem(new CachedAnswers(() => CachedFiles.load()));

/** The host's PATH; read when it is needed, since an embedder's adapter may throw. */
const searchPath = (host: HostInformation) => (): string => host.environment().PATH ?? '';
