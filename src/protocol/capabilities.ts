import type { SandboxContext } from './process.js';

/** Parameters of `capabilityRoots/discoverV1`. */
export interface CapabilityRootsDiscoverParams {
  roots: CapabilityRootRequest[];
}

/** A directory to search. `path` is a `file:` URI. */
export interface CapabilityRootRequest {
  id: string;
  path: string;
  sandbox?: SandboxContext | null;
}

/** Result of `capabilityRoots/discoverV1`, in the order of the request. */
export interface CapabilityRootsDiscoverResult {
  roots: CapabilityRootResult[];
}

/** The capabilities of a directory; after an `error` nothing is known. */
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

/** Parameters of `capabilities/discoverV2`. `cwd` is a `file:` URI; it selects no project's capabilities. */
export interface CapabilitiesDiscoverParams {
  cwd: string;
  sandbox?: SandboxContext | null;
}

/** Result of `capabilities/discoverV2`: what is installed, enabled or not. */
export interface CapabilitiesDiscoverResult {
  /** Sorted by id. */
  plugins: ExecutorPlugin[];
  /** Skills outside plugins; of two with the same name the first one is returned. */
  skills: StandaloneSkill[];
  warnings: string[];
}

/** An installed plugin. `root` is a `file:` URI. */
export interface ExecutorPlugin {
  /** `NAME@MARKETPLACE` */
  id: string;
  displayName: string;
  remotePluginId: string | null;
  version: string;
  root: string;
  files: CapabilityPlugin;
  skills: ExecutorSkill[];
}

/** A skill's description for an agent. `path` is the `file:` URI of its `SKILL.md`. */
export interface ExecutorSkill {
  /** Prefixed by the name of its plugin and a colon, where it has one. */
  name: string;
  description: string;
  shortDescription: string | null;
  path: string;
  dependencies: { tools: SkillToolDependency[] } | null;
  policy: { allowImplicitInvocation: boolean | null; products: string[] } | null;
}

/** A skill and the skill directory that contains it. */
export interface StandaloneSkill extends ExecutorSkill {
  discoveryRoot: { id: string; path: string };
}

/** A dependency of a skill, such as a tool's server. */
export interface SkillToolDependency {
  type: string;
  value: string;
  description: string | null;
  transport: string | null;
  command: string | null;
  url: string | null;
  oauthCallbackPort: number | null;
}
