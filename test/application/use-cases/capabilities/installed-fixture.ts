import { InMemoryFileSystem } from '../../../../src/adapters/file-system/memory/in-memory-file-system.js';
import { INVENTORY_FORMAT } from '../../../../src/adapters/json-rpc/presenters/present-inventory.js';
import type { Limits } from '../../../../src/application/limits/limits.js';
import type { CapabilityInventory } from '../../../../src/application/use-cases/capabilities/capability-inventory.js';
import { FakeHost } from '../../../fakes/fake-host.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

export const CACHE = '/codex/plugins/cache';

export const skill = (name: string) => `---\nname: ${name}\ndescription: d\n---\n`;

/** A host on which plugins and skills are installed, and the use-case that finds them. */
export class InstalledFixture {
  readonly files = new InMemoryFileSystem();
  readonly host = new FakeHost();

  constructor() {
    this.host.variables = { CODEX_HOME: '/codex' };
    this.files.addDirectory('/codex');
  }

  async add(contents: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(contents)) {
      const parent = path.slice(0, path.lastIndexOf('/'));
      this.files.addDirectory(parent);
      await this.files.writeFile(path, new TextEncoder().encode(text), { followSymlinks: true });
    }
  }

  async discover(limits: Partial<Limits> = {}) {
    const ports = { fileSystems: { forSandbox: () => this.files }, hostInformation: this.host };
    const harness = new UseCaseHarness(limits, 'pause', ports);
    const { connection } = harness.open();
    const inventory = await harness.useCases.discoverInstalledCapabilities.execute(connection, {
      sandbox: undefined,
      format: INVENTORY_FORMAT,
    });
    return { ...inventory, found: [...inventory.plugins, ...skillsByLocation(inventory)] };
  }

  async found() {
    return (await this.discover()).found.map(({ location, skills }) => ({
      id: location.id,
      root: location.root,
      skills: skills.map(({ name }) => name),
    }));
  }
}

const skillsByLocation = ({ skills }: CapabilityInventory) => {
  const locations = [...new Set(skills.map(({ location }) => location))];
  return locations.map((location) => ({
    location,
    skills: skills.filter((each) => each.location === location).map((each) => each.skill),
  }));
};
