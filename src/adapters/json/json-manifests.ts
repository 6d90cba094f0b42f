import type { ManifestFormat } from '../../application/ports/formats/manifest-format.js';
import type { ManifestValue } from '../../domain/capabilities/manifest-value.js';

/** Plugin manifests in JSON. */
export class JsonManifests implements ManifestFormat {
  parse(text: string): ManifestValue | undefined {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
}
