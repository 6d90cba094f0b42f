import type { CapabilityFile } from '../../../application/use-cases/capabilities/capability-files.js';
import type * as protocol from '../../../protocol/capabilities.js';
import { toPathUri } from '../encoding/path-uri.js';

/** A text file under its URI. */
export const presentFile = ({ path, contents }: CapabilityFile): protocol.CapabilityFile => ({
  path: toPathUri(path),
  contents,
});

/** Likewise; null when there is none. */
export const presentOptionalFile = (
  file: CapabilityFile | undefined,
): protocol.CapabilityFile | null => (file === undefined ? null : presentFile(file));
