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
  const manifest = parse(contents);
  const mcpServers = manifest.mcpServers;
  const isInline =
    typeof mcpServers === 'object' && mcpServers !== null && !Array.isArray(mcpServers);
  return {
    mcpServers: isInline ? { kind: 'inline' } : locate(mcpServers),
    apps: locate(manifest.apps),
  };
};

const parse = (contents: string): Readonly<Record<string, unknown>> => {
  try {
    const manifest: unknown = JSON.parse(contents);
    return typeof manifest === 'object' && manifest !== null ? { ...manifest } : {};
  } catch {
    return {};
  }
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
