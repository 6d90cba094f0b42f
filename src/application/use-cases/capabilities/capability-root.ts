import type { CapabilityFile } from './capability-files.js';
import type { CapabilityWarning } from './capability-warning.js';

/** The capabilities of a plugin's directory or of a directory of skills. */
export interface CapabilityRoot {
  readonly plugin: CapabilityPlugin | undefined;
  readonly skills: readonly CapabilitySkill[];
  /** Manifests that give the skills near them a name space. */
  readonly namespaceManifests: readonly CapabilityFile[];
  readonly warnings: readonly CapabilityWarning[];
}

export interface CapabilityPlugin {
  readonly manifest: CapabilityFile;
  readonly mcpConfig: CapabilityFile | undefined;
  readonly appsConfig: CapabilityFile | undefined;
}

export interface CapabilitySkill {
  readonly instructions: CapabilityFile;
  readonly metadata: CapabilityFile | undefined;
}
