import type { ConfigurationTable } from './configuration-table.js';

/** What a project must not decide for its user: where credentials go, what is run, what is reported. */
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

/** The part of a project's own configuration that counts. */
export const projectConfiguration = (table: ConfigurationTable): ConfigurationTable =>
  new Map([...table].filter(([key]) => !USER_ONLY_KEYS.includes(key)));
