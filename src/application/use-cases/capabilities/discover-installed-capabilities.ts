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
import type { CapabilityLocations } from './capability-location.js';
import { describeLocation, type LocationReport } from './describe-location.js';
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
    const sources = {
      files: sandboxedFiles(this.#fileSystems, this.#host, sandbox),
      manifests: this.#manifests,
      metadata: this.#metadata,
      limits,
      budget: { bytes: limits.maxCapabilityRequestBytes },
      gone,
    };
    const { locations, isComplete } = await this.#findLocations();
    const missing: ('locations' | 'metadata')[] = isComplete ? [] : ['locations'];
    const inventory = new BoundedInventory(limits, format);
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
      count += addTo(inventory, report.found);
    }
    return inventory.finish(missing);
  }

  async #findLocations(): Promise<CapabilityLocations> {
    const files = this.#fileSystems.forSandbox(undefined);
    const { userHomeDir } = this.#host.describe();
    const homes = { codexHome: await findCodexHome(files, this.#host), userHomeDir };
    return findCapabilityLocations(files, homes, this.#manifests, this.#limits);
  }
}

/** Returns how many capabilities were found, those for which there is no room included. */
const addTo = (inventory: BoundedInventory, found: LocationReport['found']): number => {
  if (found === undefined) {
    return 0;
  }
  if ('files' in found) {
    inventory.addPlugin(found);
    return 1 + found.skills.length;
  }
  inventory.addSkills(found.location, found.skills);
  return found.skills.length;
};
