import type { InventoryFormat } from '../../../application/use-cases/capabilities/bounded-inventory.js';
import type {
  CapabilityInventory,
  FoundPlugin,
  FoundSkill,
} from '../../../application/use-cases/capabilities/capability-inventory.js';
import type { SkillDescription } from '../../../application/use-cases/capabilities/describe-skill.js';
import type { SkillTool } from '../../../domain/capabilities/skill-metadata.js';
import type * as protocol from '../../../protocol/capabilities.js';
import { toPathUri } from '../encoding/path-uri.js';
import { presentPlugin } from './present-capabilities.js';

const TRUNCATED = 'capability discovery size limit reached';

const MISSING = {
  locations: 'some capability locations could not be resolved; discovery may be incomplete',
  metadata: 'some capability metadata could not be loaded; discovery may be incomplete',
} as const;

/** Presents installed capabilities. */
export const presentInventory = ({
  plugins,
  skills,
  missing,
  isTruncated,
}: CapabilityInventory): protocol.CapabilitiesDiscoverResult => ({
  plugins: plugins.map(presentFoundPlugin),
  skills: skills.map(presentFoundSkill),
  warnings: [...(isTruncated ? [TRUNCATED] : []), ...missing.map((what) => MISSING[what])],
});

/** Skills are sorted by URI. */
export const INVENTORY_FORMAT: InventoryFormat = {
  sort: (skills) =>
    skills
      .map((skill) => ({ skill, uri: toPathUri(skill.path) }))
      .sort((one, other) => (one.uri < other.uri ? -1 : Number(one.uri > other.uri)))
      .map(({ skill }) => skill),
  sizeOf: (part) => Buffer.byteLength(JSON.stringify(presentPart(part))),
};

const presentPart = (part: FoundPlugin | FoundSkill | CapabilityInventory): object => {
  if ('plugins' in part) {
    return presentInventory(part);
  }
  return 'skill' in part ? presentFoundSkill(part) : presentFoundPlugin(part);
};

const presentFoundPlugin = ({
  location,
  displayName,
  files,
  skills,
}: FoundPlugin): protocol.ExecutorPlugin => ({
  id: location.id,
  displayName,
  remotePluginId: location.remoteId ?? null,
  version: location.version,
  root: toPathUri(location.root),
  files: presentPlugin(files),
  skills: skills.map(presentSkill),
});

const presentFoundSkill = ({ location, skill }: FoundSkill): protocol.StandaloneSkill => {
  const { dependencies, policy, ...rest } = presentSkill(skill);
  const discoveryRoot = { id: location.id, path: toPathUri(location.root) };
  return { ...rest, discoveryRoot, dependencies, policy };
};

const presentSkill = ({
  name,
  description,
  shortDescription,
  path,
  tools,
  policy,
}: SkillDescription): protocol.ExecutorSkill => ({
  name,
  description,
  shortDescription: shortDescription ?? null,
  path: toPathUri(path),
  dependencies: tools.length === 0 ? null : { tools: tools.map(presentTool) },
  policy: policy
    ? {
        allowImplicitInvocation: policy.allowImplicitInvocation ?? null,
        products: [...policy.products],
      }
    : null,
});

const presentTool = (tool: SkillTool): protocol.SkillToolDependency => ({
  type: tool.type,
  value: tool.value,
  description: tool.description ?? null,
  transport: tool.transport ?? null,
  command: tool.command ?? null,
  url: tool.url ?? null,
  oauthCallbackPort: tool.oauthCallbackPort ?? null,
});
