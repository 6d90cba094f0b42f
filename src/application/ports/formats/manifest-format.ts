import type { ManifestValue } from '../../../domain/capabilities/manifest-value.js';

/** The syntax of plugin manifests, and of the record that an installation leaves beside a plugin. */
export interface ManifestFormat {
  /** Undefined when the text is invalid. */
  parse(text: string): ManifestValue | undefined;
}
