import type { ConfigurationTable } from './configuration-table.js';

/**
 * Keys that a project must not set for its user: where credentials go, which programs run, what is reported.
 */
const USER_ONLY_KEYS: readonly string[] = [
  'apps_mcp_product_sku',
  'chatgpt_base_url',
  'experimental_realtime_ws_base_url',
  'model_provider',
  'model_providers',
  'notify',
  'openai_base_url',
  'otel',
  'profile',
  'profiles',
];

/** A project's own configuration without the keys that only users may set. */
export const projectConfiguration = (table: ConfigurationTable): ConfigurationTable =>
  new Map([...table].filter(([key]) => !USER_ONLY_KEYS.includes(key)));
