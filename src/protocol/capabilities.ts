import type { SandboxContext } from './process.js';

/** Parameters of `capabilityRoots/discoverV1`. */
export interface CapabilityRootsDiscoverParams {
  roots: CapabilityRootRequest[];
}

/** A directory to look into. `path` is a `file:` URI. */
export interface CapabilityRootRequest {
  id: string;
  path: string;
  sandbox?: SandboxContext | null;
}

/** Result of `capabilityRoots/discoverV1`, in the order of the request. */
export interface CapabilityRootsDiscoverResult {
  roots: CapabilityRootResult[];
}

/** What a directory has; with an `error` nothing is known of it. */
export interface CapabilityRootResult {
  id: string;
  path: string;
  plugin: CapabilityPlugin | null;
  skills: CapabilitySkill[];
  namespaceManifests: CapabilityFile[];
  warnings: string[];
  error: string | null;
}

/** A plugin's manifest and the files that it names. */
export interface CapabilityPlugin {
  manifest: CapabilityFile;
  mcpConfig: CapabilityFile | null;
  appsConfig: CapabilityFile | null;
}

/** A skill: its `SKILL.md`, and its `agents/openai.yaml`. */
export interface CapabilitySkill {
  instructions: CapabilityFile;
  metadata: CapabilityFile | null;
}

/** A text file. `path` is a `file:` URI. */
export interface CapabilityFile {
  path: string;
  contents: string;
}
