import { readFileSync } from 'node:fs';

const HEADING = '## Differences from one version';

/**
 * The versions of upstream that a difference is from, by its topic, as a table of docs/compatibility.md has them. Topics of the
 * other tables are from all versions, and missing here.
 *
 * @returns {Map<string, readonly string[]>}
 */
export function documentedVersions() {
  const text = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
  const section = text.split(HEADING)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return new Map(
    rows.slice(2).map((row) => {
      const [, topic, versions] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [topic, versions.split(', ')];
    }),
  );
}
