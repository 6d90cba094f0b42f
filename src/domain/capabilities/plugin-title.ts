/** How a plugin is called: its skills carry the name, people see the other. */
export interface PluginTitle {
  readonly name: string;
  readonly displayName: string;
}

/**
 * The title that a manifest gives its plugin; undefined when the manifest is none.
 *
 * @param directory the name of the plugin's, after which it is called when it has no name.
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

/** The name alone, which counts for skills whatever else the manifest says. */
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
