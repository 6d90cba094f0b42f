/** Where a plugin keeps one of the files besides its manifest. */
export type PluginFile =
  /** A path relative to the plugin's root. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'default' }
  /** The content is in the manifest itself. */
  | { readonly kind: 'inline' }
  /** The manifest names a place that is not allowed; the default path applies. */
  | { readonly kind: 'refused'; readonly reason: 'not-relative' | 'not-below' };

export interface PluginFiles {
  readonly mcpServers: PluginFile;
  readonly apps: PluginFile;
}

/** The files that a manifest names; defaults for each that it does not name in a readable form. */
export const readPluginManifest = (contents: string): PluginFiles => {
  const manifest = asObject(parse(contents)) ?? {};
  const mcpServers = manifest.mcpServers;
  const isInline =
    typeof mcpServers === 'object' && mcpServers !== null && !Array.isArray(mcpServers);
  return {
    mcpServers: isInline ? { kind: 'inline' } : locate(mcpServers),
    apps: locate(manifest.apps),
  };
};

const locate = (given: unknown): PluginFile => {
  if (typeof given !== 'string') {
    return { kind: 'default' };
  }
  if (!given.startsWith('./')) {
    return { kind: 'refused', reason: 'not-relative' };
  }
  const names = given.slice(2).split('/');
  if (given === './' || names.includes('..') || given.includes('\0')) {
    return { kind: 'refused', reason: 'not-below' };
  }
  const path = names.filter((name) => name !== '' && name !== '.').join('/');
  return { kind: 'path', path };
};

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

const SCHEMA_VERSION = 1;
const MAX_BYTES = 1024;

/** The remote id under which a plugin was installed; undefined when the text does not contain one. */
export const readRemotePluginId = (contents: string): string | undefined => {
  let metadata: unknown;
  try {
    metadata = JSON.parse(contents);
  } catch {
    return undefined;
  }
  const { schema_version: version, remote_plugin_id: given } = Object(metadata);
  const id = version === SCHEMA_VERSION && typeof given === 'string' ? given.trim() : '';
  return id === '' || new TextEncoder().encode(id).length > MAX_BYTES ? undefined : id;
};

const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MARKETPLACE = /^[A-Za-z0-9_-]+$/;

/** The id of a marketplace's plugin; undefined when either name is not allowed in an id. */
export const pluginId = (marketplace: string, name: string): string | undefined =>
  NAME.test(name) && MARKETPLACE.test(marketplace) ? `${name}@${marketplace}` : undefined;
