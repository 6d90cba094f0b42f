import type {
  CapabilityInventory,
  FoundPlugin,
  FoundSkills,
} from '../../../application/use-cases/capabilities/capability-inventory.js';
import type { SkillDescription } from '../../../application/use-cases/capabilities/describe-skill.js';
import type { SkillTool } from '../../../domain/capabilities/skill-metadata.js';
import type * as protocol from '../../../protocol/capabilities.js';
import { toPathUri } from '../encoding/path-uri.js';
import { BoundedInventory } from './bounded-inventory.js';
import { presentPlugin } from './present-plugin.js';

const MISSING = {
  locations: 'some capability locations could not be resolved; discovery may be incomplete',
  metadata: 'some capability metadata could not be loaded; discovery may be incomplete',
} as const;

/** Presents installed capabilities within the limits; skills are sorted by URI. */
export const presentInventory = ({
  found,
  missing,
  isTruncated,
  bounds,
}: CapabilityInventory): protocol.CapabilitiesDiscoverResult => {
  const answer = new BoundedInventory(bounds, isTruncated);
  for (const each of found) {
    if ('files' in each) {
      answer.addPlugin(presentFoundPlugin(each));
    } else {
      answer.addSkills(presentFoundSkills(each));
    }
  }
  return answer.finish(missing.map((what) => MISSING[what]));
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
  skills: presentSkills(skills),
});

const presentFoundSkills = ({ location, skills }: FoundSkills): protocol.StandaloneSkill[] => {
  const discoveryRoot = { id: location.id, path: toPathUri(location.root) };
  return presentSkills(skills).map(({ dependencies, policy, ...skill }) => ({
    ...skill,
    discoveryRoot,
    dependencies,
    policy,
  }));
};

const presentSkills = (skills: readonly SkillDescription[]): protocol.ExecutorSkill[] =>
  skills
    .map(presentSkill)
    .sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));

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
