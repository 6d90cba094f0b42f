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

/** Parameters of `capabilities/discoverV2`. `cwd` is a `file:` URI; no project's capabilities are told. */
export interface CapabilitiesDiscoverParams {
  cwd: string;
  sandbox?: SandboxContext | null;
}

/** Result of `capabilities/discoverV2`: what is installed, enabled or not. */
export interface CapabilitiesDiscoverResult {
  /** By their ids. */
  plugins: ExecutorPlugin[];
  /** Of no plugin; of two with the same name the first counts. */
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

/** What an agent has to know of a skill. `path` is the `file:` URI of its `SKILL.md`. */
export interface ExecutorSkill {
  /** Behind the name of its plugin and a colon, where it has one. */
  name: string;
  description: string;
  shortDescription: string | null;
  path: string;
  dependencies: { tools: SkillToolDependency[] } | null;
  policy: { allowImplicitInvocation: boolean | null; products: string[] } | null;
}

/** A skill and the directory of skills that it was found in. */
export interface StandaloneSkill extends ExecutorSkill {
  discoveryRoot: { id: string; path: string };
}

/** What a skill needs, such as the server of a tool. */
export interface SkillToolDependency {
  type: string;
  value: string;
  description: string | null;
  transport: string | null;
  command: string | null;
  url: string | null;
  oauthCallbackPort: number | null;
}
