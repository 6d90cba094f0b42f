/** The version directory of a plugin under development; it precedes all others. */
const LOCAL = 'local';
const VERSION = /^[A-Za-z0-9_.+-]+$/;

/** The active version among the names of version directories: `local`, else the highest. */
export const activePluginVersion = (directories: readonly string[]): string | undefined => {
  const versions = directories.filter(
    (name) => VERSION.test(name) && name !== '.' && name !== '..',
  );
  if (versions.includes(LOCAL)) {
    return LOCAL;
  }
  return versions.reduce<string | undefined>(
    (highest, version) =>
      highest === undefined || compareVersions(version, highest) > 0 ? version : highest,
    undefined,
  );
};

/** Orders by semver.org precedence when both are semantic versions, builds last; otherwise by text. */
const compareVersions = (one: string, other: string): number => {
  const [left, right] = [SEMANTIC.exec(one)?.groups, SEMANTIC.exec(other)?.groups];
  if (left === undefined || right === undefined) {
    return compareText(one, other);
  }
  return (
    compareParts(left.core, right.core) ||
    Number(left.pre === undefined) - Number(right.pre === undefined) ||
    compareParts(left.pre, right.pre) ||
    Number(left.build !== undefined) - Number(right.build !== undefined) ||
    compareParts(left.build, right.build)
  );
};

const NUMBER = '(?:0|[1-9]\\d*)';
const PRE = `(?:${NUMBER}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const BUILD = '[0-9A-Za-z-]+';
const SEMANTIC = new RegExp(
  `^(?<core>${NUMBER}\\.${NUMBER}\\.${NUMBER})` +
    `(?:-(?<pre>${PRE}(?:\\.${PRE})*))?(?:\\+(?<build>${BUILD}(?:\\.${BUILD})*))?$`,
);

/** Compares dot-separated identifiers: numbers before words, a prefix before a longer list. */
const compareParts = (one = '', other = ''): number => {
  const [left, right] = [one.split('.'), other.split('.')];
  for (const [index, part] of left.entries()) {
    const beside = right[index];
    if (beside === undefined) {
      return 1;
    }
    const order = comparePart(part, beside);
    if (order !== 0) {
      return order;
    }
  }
  return left.length - right.length;
};

const comparePart = (one: string, other: string): number => {
  const [left, right] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (left && right) {
    return compareDigits(one, other);
  }
  return left === right ? compareText(one, other) : Number(right) - Number(left);
};

/** Compares digit strings of any length; of two equal numbers the one with more leading zeros is greater. */
const compareDigits = (one: string, other: string): number => {
  const [left, right] = [one, other].map((digits) => digits.replace(/^0+(?=\d)/, ''));
  return (
    (left?.length ?? 0) - (right?.length ?? 0) ||
    compareText(left ?? '', right ?? '') ||
    one.length - other.length
  );
};

const compareText = (one: string, other: string): number =>
  one < other ? -1 : Number(one > other);
