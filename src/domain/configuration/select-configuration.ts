import {
  asTable,
  type ConfigurationTable,
  type ConfigurationValue,
} from './configuration-table.js';

/**
 * The part of a table under the given key paths. A path to a table selects all of it. A path that continues
 * below another value selects that value. A path to a missing key leaves the table in which it is missing,
 * empty.
 */
export const selectConfiguration = (
  table: ConfigurationTable,
  paths: readonly (readonly string[])[],
): ConfigurationTable => pick(table, toBranches(paths));

/** Key paths grouped by their first key; `all` selects the whole table. */
interface Branches {
  readonly byKey: Map<string, Branches>;
  all: boolean;
}

const toBranches = (paths: readonly (readonly string[])[]): Branches => {
  const root: Branches = { byKey: new Map(), all: false };
  for (const path of paths) {
    let branch = root;
    for (const key of path) {
      const next = branch.byKey.get(key) ?? { byKey: new Map(), all: false };
      branch.byKey.set(key, next);
      branch = next;
    }
    branch.all = true;
  }
  return root;
};

const pick = (table: ConfigurationTable, { byKey }: Branches): ConfigurationTable => {
  const picked = new Map<string, ConfigurationValue>();
  for (const [key, value] of table) {
    const branch = byKey.get(key);
    if (branch === undefined) {
      continue;
    }
    const nested = branch.all ? undefined : asTable(value);
    picked.set(key, nested === undefined ? value : pick(nested, branch));
  }
  return picked;
};
