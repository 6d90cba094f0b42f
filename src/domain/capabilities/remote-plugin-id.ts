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
