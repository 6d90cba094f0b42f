import { asObject, type ManifestValue } from './manifest-value.js';

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
export const readPluginManifest = (manifest: ManifestValue | undefined): PluginFiles => {
  const { mcpServers, apps } = asObject(manifest) ?? {};
  const isInline = asObject(mcpServers) !== undefined;
  return {
    mcpServers: isInline ? { kind: 'inline' } : locate(mcpServers),
    apps: locate(apps),
  };
};

const locate = (given: ManifestValue | undefined): PluginFile => {
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
 * The names in a manifest; undefined when it is not an object.
 *
 * @param directory name of the plugin's directory, used when the manifest has no name.
 */
export const readPluginNames = (
  manifest: ManifestValue | undefined,
  directory: string,
): PluginTitle | undefined => {
  const name = readPluginName(manifest, directory);
  const shown = asObject(manifest)?.interface ?? {};
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
export const readPluginName = (
  manifest: ManifestValue | undefined,
  directory: string,
): string | undefined => {
  const fields = asObject(manifest);
  const name = fields?.name === undefined ? '' : fields.name;
  if (fields === undefined || typeof name !== 'string') {
    return undefined;
  }
  return name.trim() === '' ? directory : name;
};

const SCHEMA_VERSION = 1;
const MAX_BYTES = 1024;

/** The remote id under which a plugin was installed; undefined when the record does not contain one. */
export const readRemotePluginId = (record: ManifestValue | undefined): string | undefined => {
  const { schema_version: version, remote_plugin_id: given } = asObject(record) ?? {};
  const id = version === SCHEMA_VERSION && typeof given === 'string' ? given.trim() : '';
  return id === '' || new TextEncoder().encode(id).length > MAX_BYTES ? undefined : id;
};

const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MARKETPLACE = /^[A-Za-z0-9_-]+$/;

/** The id of a marketplace's plugin; undefined when either name is not allowed in an id. */
export const pluginId = (marketplace: string, name: string): string | undefined =>
  NAME.test(name) && MARKETPLACE.test(marketplace) ? `${name}@${marketplace}` : undefined;
