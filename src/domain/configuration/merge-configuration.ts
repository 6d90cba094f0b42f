import {
  asTable,
  type ConfigurationTable,
  type ConfigurationValue,
} from './configuration-table.js';

/** Merges two layers: tables key by key; of other values the second one wins. */
export const mergeConfiguration = (
  base: ConfigurationTable,
  over: ConfigurationTable,
): ConfigurationTable => {
  const merged = new Map<string, ConfigurationValue>(base);
  for (const [key, value] of over) {
    const [below, above] = [asTable(base.get(key)), asTable(value)];
    merged.set(key, below && above ? mergeConfiguration(below, above) : value);
  }
  return merged;
};
