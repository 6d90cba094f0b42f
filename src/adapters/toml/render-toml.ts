import {
  asTable,
  type ConfigurationTable,
  type ConfigurationValue,
} from '../../domain/configuration/configuration-table.js';
import { renderTomlKey, renderTomlString } from './render-toml-string.js';

/**
 * A table as text in upstream's format: the values of each table, then its subtables under headers of their
 * own, in order.
 */
export const renderToml = (table: ConfigurationTable): string => {
  const sections: string[] = [];
  addSections(sections, table, '', []);
  return sections.join('\n');
};

const addSections = (
  sections: string[],
  table: ConfigurationTable,
  header: string,
  path: readonly string[],
): void => {
  const entries = [...table];
  const values = entries.filter(([, value]) => !isSection(value));
  const lines = values.map(([key, value]) => `${renderTomlKey(key)} = ${renderValue(value)}\n`);
  // A table that contains only tables needs no header: theirs imply it.
  const isNamed = lines.length > 0 || entries.length === 0 || header.startsWith('[[');
  if (header !== '' && isNamed) {
    lines.unshift(`${header}\n`);
  }
  if (lines.length > 0) {
    sections.push(lines.join(''));
  }
  for (const [key, value] of entries) {
    if (isSection(value)) {
      addSection(sections, value, [...path, renderTomlKey(key)]);
    }
  }
};

const addSection = (
  sections: string[],
  value: ConfigurationTable | readonly ConfigurationTable[],
  path: readonly string[],
): void => {
  const name = path.join('.');
  const table = asTable(value as ConfigurationTable);
  if (table !== undefined) {
    addSections(sections, table, `[${name}]`, path);
  } else {
    for (const item of value.values()) {
      addSections(sections, item as ConfigurationTable, `[[${name}]]`, path);
    }
  }
};

const isSection = (
  value: ConfigurationValue,
): value is ConfigurationTable | readonly ConfigurationTable[] =>
  asTable(value) !== undefined ||
  (Array.isArray(value) && value.length > 0 && value.every((item) => asTable(item) !== undefined));

const renderValue = (value: ConfigurationValue): string => {
  if (typeof value === 'string') {
    return renderTomlString(value);
  }
  if (typeof value === 'number') {
    return renderFloat(value);
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(renderValue).join(', ')}]`;
  }
  if ('date' in value) {
    return value.date;
  }
  const table = asTable(value as ConfigurationTable) ?? new Map();
  if (table.size === 0) {
    return '{}';
  }
  const entries = [...table].map(([key, item]) => `${renderTomlKey(key)} = ${renderValue(item)}`);
  return `{ ${entries.join(', ')} }`;
};

const renderFloat = (value: number): string => {
  if (Number.isNaN(value)) {
    return 'nan';
  }
  if (!Number.isFinite(value)) {
    return value < 0 ? '-inf' : 'inf';
  }
  const digits = withoutExponent(Object.is(value, -0) ? '-0' : String(value));
  return digits.includes('.') ? digits : `${digits}.0`;
};

const withoutExponent = (text: string): string => {
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) {
    return text;
  }
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const digits = whole + fraction;
  const exponent = Number(power);
  if (exponent < 0) {
    return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  }
  return sign + digits.padEnd(exponent + 1, '0');
};
