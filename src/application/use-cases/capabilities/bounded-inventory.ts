import type { CapabilityLimits } from '../../limits/capability-limits.js';
import type { CapabilityInventory, FoundPlugin, FoundSkill } from './capability-inventory.js';
import type { SkillDescription } from './describe-skill.js';

type InventoryLimits = Pick<
  CapabilityLimits,
  'maxCapabilities' | 'maxCapabilityReplyBytes' | 'maxCapabilityWarnings'
>;

/** The parts of an adapter's reply format that decide what fits into one reply. */
export interface InventoryFormat {
  /** Sorts skills in the order of presentation. */
  sort(skills: readonly SkillDescription[]): readonly SkillDescription[];
  /** Serialized bytes of a part, or of the whole reply. */
  sizeOf(part: FoundPlugin | FoundSkill | CapabilityInventory): number;
}

/** Collects installed capabilities within the limits of one reply. */
export class BoundedInventory {
  readonly #limits: InventoryLimits;
  readonly #format: InventoryFormat;
  readonly #plugins: FoundPlugin[] = [];
  readonly #skills: FoundSkill[] = [];
  #count = 0;
  #bytes = 0;
  #isTruncated = false;

  constructor(limits: InventoryLimits, format: InventoryFormat) {
    this.#limits = limits;
    this.#format = format;
  }

  /** Marks the inventory as truncated. */
  truncate(): void {
    this.#isTruncated = true;
  }

  /** A plugin counts with each of its skills; skills beyond the limit are dropped. */
  addPlugin(plugin: FoundPlugin): void {
    const room = this.#limits.maxCapabilities - this.#count;
    const skills = this.#format.sort(plugin.skills).slice(0, Math.max(0, room - 1));
    if (skills.length < plugin.skills.length) {
      this.#isTruncated = true;
    }
    const part = { ...plugin, skills };
    if (this.#admit(part, 1 + skills.length)) {
      this.#plugins.push(part);
    }
  }

  /** One by one: a small skill may still fit where a large one does not. */
  addSkills(location: FoundSkill['location'], skills: readonly SkillDescription[]): void {
    for (const skill of this.#format.sort(skills)) {
      const part = { location, skill };
      if (this.#admit(part, 1)) {
        this.#skills.push(part);
      }
    }
  }

  finish(missing: CapabilityInventory['missing']): CapabilityInventory {
    const { maxCapabilityReplyBytes: maxBytes, maxCapabilityWarnings } = this.#limits;
    const plugins = this.#plugins;
    const skills = this.#skills;
    const whole = {
      plugins,
      skills,
      missing: missing.slice(0, maxCapabilityWarnings),
      isTruncated: false,
    };
    if (!this.#isTruncated && this.#format.sizeOf(whole) <= maxBytes) {
      return whole;
    }
    // The truncation counts as a warning.
    const reported = missing.slice(0, Math.max(0, maxCapabilityWarnings - 1));
    const truncated = { plugins, skills, missing: reported, isTruncated: true };
    if (this.#format.sizeOf(truncated) > maxBytes) {
      truncated.missing = [];
    }
    // The added entries fit, except for the commas and the object around them.
    while (this.#format.sizeOf(truncated) > maxBytes) {
      if (skills.pop() === undefined && plugins.pop() === undefined) {
        break;
      }
    }
    return truncated;
  }

  #admit(part: FoundPlugin | FoundSkill, count: number): boolean {
    const bytes = this.#format.sizeOf(part);
    const fits =
      this.#count + count <= this.#limits.maxCapabilities &&
      this.#bytes + bytes <= this.#limits.maxCapabilityReplyBytes;
    if (fits) {
      this.#count += count;
      this.#bytes += bytes;
    } else {
      this.#isTruncated = true;
    }
    return fits;
  }
}
