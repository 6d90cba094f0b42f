import type { SandboxPolicy } from '../../../domain/sandbox/sandbox-policy.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import { sandboxedFiles } from '../../host/sandboxed-files.js';
import type { DiscoveryLimits } from '../../limits/capability-limits.js';
import type { FileSystemProvider } from '../../ports/file-system-provider.js';
import type { ManifestFormat } from '../../ports/formats/manifest-format.js';
import type { MetadataFormat } from '../../ports/formats/metadata-format.js';
import type { HostInformation } from '../../ports/host-information.js';
import { findCodexHome } from '../configuration/codex-home.js';
import { BoundedInventory, type InventoryFormat } from './bounded-inventory.js';
import type { CapabilityInventory } from './capability-inventory.js';
import { describeLocation } from './describe-location.js';
import { findCapabilityLocations } from './find-capability-locations.js';

export interface DiscoverInstalledCapabilitiesCommand {
  /** Restricts what is read; the locations are found without it. */
  readonly sandbox: SandboxPolicy | undefined;
  /** How the inventory is presented. */
  readonly format: InventoryFormat;
}

/** Finds the plugins and skills installed on the host, enabled or not, independent of projects. */
export class DiscoverInstalledCapabilities {
  readonly #fileSystems: FileSystemProvider;
  readonly #manifests: ManifestFormat;
  readonly #metadata: MetadataFormat;
  readonly #host: HostInformation;
  readonly #limits: DiscoveryLimits;

  constructor(
    fileSystems: FileSystemProvider,
    manifests: ManifestFormat,
    metadata: MetadataFormat,
    host: HostInformation,
    limits: DiscoveryLimits,
  ) {
    this.#fileSystems = fileSystems;
    this.#manifests = manifests;
    this.#metadata = metadata;
    this.#host = host;
    this.#limits = limits;
  }

  /** @throws {ExecServerError} when the locations cannot be read, or not in that sandbox. */
  async execute(
    connection: ClientConnection,
    { sandbox, format }: DiscoverInstalledCapabilitiesCommand,
  ): Promise<CapabilityInventory> {
    connection.requireSession('capability discovery');
    return connection.discoveryQueue.run(() => {
      connection.requireOpen();
      return this.#discover(sandbox, format, connection.closed);
    });
  }

  async #discover(
    sandbox: SandboxPolicy | undefined,
    format: InventoryFormat,
    gone: OneShotEvent,
  ): Promise<CapabilityInventory> {
    const limits = this.#limits;
    const files = sandboxedFiles(this.#fileSystems, this.#host, sandbox);
    const hostFiles = this.#fileSystems.forSandbox(undefined);
    const { userHomeDir } = this.#host.describe();
    const homes = { codexHome: await findCodexHome(hostFiles, this.#host), userHomeDir };
    const { locations, isComplete } = await findCapabilityLocations(
      hostFiles,
      homes,
      this.#manifests,
      limits,
    );
    const inventory = new BoundedInventory(limits, format);
    const missing: ('locations' | 'metadata')[] = isComplete ? [] : ['locations'];
    const sources = {
      files,
      manifests: this.#manifests,
      metadata: this.#metadata,
      limits,
      budget: { bytes: limits.maxCapabilityRequestBytes },
      gone,
    };
    let count = 0;
    for (const location of locations) {
      if (count >= limits.maxCapabilities) {
        inventory.truncate();
        break;
      }
      if (gone.hasFired) {
        break;
      }
      const report = await describeLocation(location, sources);
      if (!report.isComplete) {
        missing.push('metadata');
      }
      if (report.found === undefined) {
        continue;
      }
      const { found } = report;
      if ('files' in found) {
        inventory.addPlugin(found);
      } else {
        inventory.addSkills(found.location, found.skills);
      }
      count += found.skills.length + Number(location.kind === 'plugin');
    }
    return inventory.finish(missing);
  }
}
