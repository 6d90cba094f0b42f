const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MARKETPLACE = /^[A-Za-z0-9_-]+$/;

/** The id of a plugin of a marketplace; undefined when no plugin can be called so. */
export const pluginId = (marketplace: string, name: string): string | undefined =>
  NAME.test(name) && MARKETPLACE.test(marketplace) ? `${name}@${marketplace}` : undefined;
