/** The names of a plugin: the one that prefixes its skills, and the one for display. */
export interface PluginTitle {
  readonly name: string;
  readonly displayName: string;
}

/**
 * The names in a manifest; undefined when it is not a JSON object.
 *
 * @param directory name of the plugin's directory, used when the manifest has no name.
 */
export const readPluginNames = (contents: string, directory: string): PluginTitle | undefined => {
  const name = readPluginName(contents, directory);
  const shown = asObject(parse(contents))?.interface ?? {};
  const displayName = asObject(shown)?.displayName ?? '';
  if (name === undefined || asObject(shown) === undefined) {
    return undefined;
  }
  if (typeof displayName !== 'string') {
    return undefined;
  }
  return { name, displayName: displayName.trim() || name };
};

/** The name alone, used for skills even when the rest of the manifest is invalid. */
export const readPluginName = (contents: string, directory: string): string | undefined => {
  const manifest = asObject(parse(contents));
  const name = manifest?.name === undefined ? '' : manifest.name;
  if (manifest === undefined || typeof name !== 'string') {
    return undefined;
  }
  return name.trim() === '' ? directory : name;
};

const parse = (contents: string): unknown => {
  try {
    return JSON.parse(contents);
  } catch {
    return undefined;
  }
};

const asObject = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
