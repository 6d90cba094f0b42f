const NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;
const MARKETPLACE = /^[A-Za-z0-9_-]+$/;

/** The id of a marketplace's plugin; undefined when either name is not allowed in an id. */
export const pluginId = (marketplace: string, name: string): string | undefined =>
  NAME.test(name) && MARKETPLACE.test(marketplace) ? `${name}@${marketplace}` : undefined;
