/** The name of this daemon's column. */
export const OURS = 'exec-server';

const BEGIN = '<!-- support-matrix: npm run support-matrix -- -->';
const END = '<!-- /support-matrix -->';

/**
 * The tables of a document, as they stand: rows of cells by the first cell of the head.
 *
 * @param {string} document
 * @returns {Record<'flag' | 'feature', string[][]>}
 */
export function readTables(document) {
  const [, rest = ''] = document.split(BEGIN);
  const rows = rest
    .split(END)[0]
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| -/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const start = rows.findIndex(([first]) => first === HEADS.feature);
  return {
    flag: start === -1 ? rows.slice(1) : rows.slice(1, start),
    feature: start === -1 ? [] : rows.slice(start + 1),
  };
}

const HEADS = { flag: 'capability flag', feature: 'feature' };

/**
 * Both tables in Markdown. Columns are the programs, rows what any of them has; the reasons are those of the known
 * tables.
 *
 * @param {readonly [string, { flags: object, features: object }][]} columns
 * @param {ReturnType<typeof readTables>} known
 */
export function renderTables(columns, known) {
  const table = (kind, member) => {
    const names = [...new Set(columns.flatMap(([, found]) => Object.keys(found[member])))];
    const rows = names.map((name) => {
      const cell = kind === 'flag' ? `\`${name}\`` : name;
      const [, , , , reason = ''] = known[kind].find(([first]) => first === cell) ?? [];
      const has = columns.map(([, found]) => (found[member][name] === true ? 'yes' : 'no'));
      return [cell, ...has, reason];
    });
    const titles = columns.map(([title]) => title);
    return aligned([[HEADS[kind], ...titles, 'why not'], ...rows]);
  };
  return `${table('flag', 'flags')}\n${table('feature', 'features')}`;
}

function aligned(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((cells) => cells[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |\n`;
  const [head, ...rest] = rows;
  return [head, widths.map((width) => '-'.repeat(width)), ...rest].map(line).join('');
}

/** The document with these tables in place of its own. */
export function replaceTables(document, tables) {
  const [before, rest = ''] = document.split(BEGIN);
  return `${before}${BEGIN}\n\n${tables}\n${END}${rest.split(END)[1]}`;
}
