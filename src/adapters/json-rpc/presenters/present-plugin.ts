import type { CapabilityPlugin } from '../../../application/use-cases/capabilities/capability-root.js';
import type * as protocol from '../../../protocol/capabilities.js';
import { presentFile, presentOptionalFile } from './present-capability-file.js';

/** Presents a plugin's manifest and the files that it names. */
export const presentPlugin = (plugin: CapabilityPlugin): protocol.CapabilityPlugin => ({
  manifest: presentFile(plugin.manifest),
  mcpConfig: presentOptionalFile(plugin.mcpConfig),
  appsConfig: presentOptionalFile(plugin.appsConfig),
});
