import type { CapabilityFile } from '../../../application/use-cases/capabilities/capability-files.js';
import type {
  CapabilityPlugin,
  CapabilityRoot,
} from '../../../application/use-cases/capabilities/capability-root.js';
import type { CapabilityWarning } from '../../../application/use-cases/capabilities/capability-warning.js';
import type {
  DiscoveredCapabilities,
  RootFailure,
} from '../../../application/use-cases/capabilities/discover-capability-roots.js';
import type * as protocol from '../../../protocol/capabilities.js';
import { toPathUri } from '../encoding/path-uri.js';
import { foreignPathText } from '../envelope/error-texts.js';

/** Presents the capabilities of directories; files are sorted by URI. */
export const presentCapabilities = (
  discovered: readonly DiscoveredCapabilities[],
  osName: () => string,
): protocol.CapabilityRootsDiscoverResult => ({
  roots: discovered.map(({ query, found }) => ({
    id: query.id,
    path: query.directory.asSent,
    ...('failure' in found
      ? presentFailure(query.directory.asSent, found, osName)
      : presentRoot(found)),
  })),
});

type Findings = Omit<protocol.CapabilityRootResult, 'id' | 'path'>;

const presentRoot = ({
  plugin,
  skills,
  namespaceManifests,
  warnings,
}: CapabilityRoot): Findings => ({
  plugin: plugin === undefined ? null : presentPlugin(plugin),
  skills: skills
    .map(({ instructions, metadata }) => ({
      instructions: presentFile(instructions),
      metadata: presentOptionalFile(metadata),
    }))
    .sort((one, other) => byPath(one.instructions, other.instructions)),
  namespaceManifests: namespaceManifests.map(presentFile).sort(byPath),
  warnings: warnings.map(formatWarning),
  error: null,
});

const presentFailure = (uri: string, failure: RootFailure, osName: () => string): Findings => ({
  plugin: null,
  skills: [],
  namespaceManifests: [],
  warnings: [],
  error:
    failure.failure === 'not-a-directory'
      ? `capability root ${uri} is not a directory`
      : `failed to inspect capability root ${uri}: ${reasonOf(uri, failure, osName)}`,
});

const reasonOf = (uri: string, failure: RootFailure, osName: () => string): string =>
  failure.failure === 'unreadable' ? failure.reason : foreignPathText(uri, osName());

const byPath = (one: protocol.CapabilityFile, other: protocol.CapabilityFile): number =>
  one.path < other.path ? -1 : Number(one.path > other.path);

const IGNORED = {
  'not-relative': 'path must start with `./`',
  'not-below': 'path must remain below the capability root',
} as const;

const formatWarning = (warning: CapabilityWarning): string => {
  if (warning.kind === 'root-limit') {
    return `capability root bundle exceeds the ${warning.bytes}-byte limit`;
  }
  const uri = toPathUri(warning.path);
  switch (warning.kind) {
    case 'traversal-limit':
      return `capability scan reached its traversal limit (root: ${uri})`;
    case 'not-utf8':
      return `capability file ${uri} is not UTF-8`;
    case 'file-limit':
      return `capability file ${uri} exceeds the ${warning.bytes}-byte limit`;
    case 'unreadable-file':
      return `failed to read capability file ${uri}: ${warning.reason}`;
    case 'unreadable-directory':
      return `failed to scan capability path ${uri}: ${warning.reason}`;
    case 'ignored-field':
      return `ignoring ${warning.field} in ${uri}: ${IGNORED[warning.reason]}`;
  }
};

/** A text file under its URI. */
const presentFile = ({ path, contents }: CapabilityFile): protocol.CapabilityFile => ({
  path: toPathUri(path),
  contents,
});

/** Likewise; null when there is none. */
const presentOptionalFile = (file: CapabilityFile | undefined): protocol.CapabilityFile | null =>
  file === undefined ? null : presentFile(file);

/** Presents a plugin's manifest and the files that it names. */
export const presentPlugin = (plugin: CapabilityPlugin): protocol.CapabilityPlugin => ({
  manifest: presentFile(plugin.manifest),
  mcpConfig: presentOptionalFile(plugin.mcpConfig),
  appsConfig: presentOptionalFile(plugin.appsConfig),
});
