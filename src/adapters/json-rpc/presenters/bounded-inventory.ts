import type { InventoryBounds } from '../../../application/use-cases/capabilities/capability-inventory.js';
import type {
  CapabilitiesDiscoverResult,
  ExecutorPlugin,
  StandaloneSkill,
} from '../../../protocol/capabilities.js';

const TRUNCATED = 'capability discovery size limit reached';

/** Collects installed capabilities into one reply, within the limits that clients expect. */
export class BoundedInventory {
  readonly #bounds: InventoryBounds;
  readonly #plugins: ExecutorPlugin[] = [];
  readonly #skills: StandaloneSkill[] = [];
  #count = 0;
  #bytes = 0;
  #isTruncated: boolean;

  constructor(bounds: InventoryBounds, isTruncated: boolean) {
    this.#bounds = bounds;
    this.#isTruncated = isTruncated;
  }

  /** A plugin counts with each of its skills; skills beyond the limit are dropped. */
  addPlugin(plugin: ExecutorPlugin): void {
    const room = this.#bounds.maxCapabilities - this.#count;
    const skills = plugin.skills.slice(0, Math.max(0, room - 1));
    if (skills.length < plugin.skills.length) {
      this.#isTruncated = true;
    }
    const part = { ...plugin, skills };
    if (this.#admit(part, 1 + skills.length)) {
      this.#plugins.push(part);
    }
  }

  /** One by one: a small skill may still fit where a large one does not. */
  addSkills(skills: readonly StandaloneSkill[]): void {
    for (const skill of skills) {
      if (this.#admit(skill, 1)) {
        this.#skills.push(skill);
      }
    }
  }

  finish(warnings: readonly string[]): CapabilitiesDiscoverResult {
    const { maxCapabilityReplyBytes, maxCapabilityWarnings } = this.#bounds;
    const answer = {
      plugins: this.#plugins,
      skills: this.#skills,
      warnings: warnings.slice(0, maxCapabilityWarnings),
    };
    if (!this.#isTruncated && bytesOf(answer) <= maxCapabilityReplyBytes) {
      return answer;
    }
    answer.warnings = [TRUNCATED, ...answer.warnings.slice(0, maxCapabilityWarnings - 1)];
    if (bytesOf(answer) > maxCapabilityReplyBytes) {
      answer.warnings = [TRUNCATED];
    }
    // The added entries fit, except for the commas and the object around them.
    while (bytesOf(answer) > maxCapabilityReplyBytes) {
      if (answer.skills.pop() === undefined && answer.plugins.pop() === undefined) {
        break;
      }
    }
    return answer;
  }

  #admit(part: object, count: number): boolean {
    const bytes = bytesOf(part);
    const fits =
      this.#count + count <= this.#bounds.maxCapabilities &&
      this.#bytes + bytes <= this.#bounds.maxCapabilityReplyBytes;
    if (fits) {
      this.#count += count;
      this.#bytes += bytes;
    } else {
      this.#isTruncated = true;
    }
    return fits;
  }
}

const bytesOf = (part: object): number => Buffer.byteLength(JSON.stringify(part));
