import { ExecServerError } from '../../../domain/errors.js';
import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { catchExpected } from '../../host/catch-expected.js';
import type { HostPath } from '../../host/host-path.js';
import { sandboxedFiles } from '../../host/sandboxed-files.js';
import type { DiscoveryLimits } from '../../limits/capability-limits.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { ByteBudget } from './capability-files.js';
import type { CapabilityRoot } from './capability-root.js';
import { readCapabilityRoot } from './read-capability-root.js';

/** A directory whose capabilities a client asks for. */
export interface CapabilityRootQuery {
  /** The client's id for it. */
  readonly id: string;
  readonly directory: HostPath;
  /** Restricts what is read of it. */
  readonly sandbox: SandboxPolicy | undefined;
}

/** The capabilities of a directory, or why they could not be read. */
export interface DiscoveredCapabilities {
  readonly query: CapabilityRootQuery;
  readonly found: CapabilityRoot | RootFailure;
}

export type RootFailure =
  | { readonly failure: 'foreign-path' | 'not-a-directory' }
  | { readonly failure: 'unreadable'; readonly reason: string };

/** Finds the plugins and skills of directories; an error in one does not affect the others. */
export class DiscoverCapabilityRoots {
  readonly #fileSystems: FileSystemProvider;
  readonly #host: HostInformation;
  readonly #limits: DiscoveryLimits;
  readonly #manifests: ManifestFormat;

  constructor(
    fileSystems: FileSystemProvider,
    manifests: ManifestFormat,
    host: HostInformation,
    limits: DiscoveryLimits,
  ) {
    this.#fileSystems = fileSystems;
    this.#manifests = manifests;
    this.#host = host;
    this.#limits = limits;
  }

  /** @throws {ExecServerError} when there are too many roots. */
  async execute(
    connection: ClientConnection,
    queries: readonly CapabilityRootQuery[],
  ): Promise<readonly DiscoveredCapabilities[]> {
    connection.requireSession('capability discovery');
    const { maxCapabilityRoots } = this.#limits;
    if (queries.length > maxCapabilityRoots) {
      throw new ExecServerError(
        'invalid-request',
        `capability root discovery accepts at most ${maxCapabilityRoots} roots`,
      );
    }
    return connection.discoveryQueue.run(() => {
      connection.requireOpen();
      return this.#findAll(queries, connection.closed);
    });
  }

  async #findAll(
    queries: readonly CapabilityRootQuery[],
    gone: OneShotEvent,
  ): Promise<readonly DiscoveredCapabilities[]> {
    const budget = { bytes: this.#limits.maxCapabilityRequestBytes };
    const discovered: DiscoveredCapabilities[] = [];
    for (const query of queries) {
      const found = await this.#find(query, budget, gone);
      discovered.push({ query, found });
    }
    return discovered;
  }

  async #find(
    { directory, sandbox }: CapabilityRootQuery,
    budget: ByteBudget,
    gone: OneShotEvent,
  ): Promise<CapabilityRoot | RootFailure> {
    const { path } = directory;
    if (path === undefined) {
      return { failure: 'foreign-path' };
    }
    const read = async (): Promise<CapabilityRoot | RootFailure> => {
      const files = sandboxedFiles(this.#fileSystems, this.#host, sandbox);
      const { isDirectory } = await files.metadata(path, { followSymlinks: true });
      if (!isDirectory) {
        return { failure: 'not-a-directory' };
      }
      const [manifests, limits] = [this.#manifests, this.#limits];
      return readCapabilityRoot(path, { files, manifests, limits, budget, gone });
    };
    return catchExpected(read, ({ message }) => ({ failure: 'unreadable', reason: message }));
  }
}
