/** A pattern as an expression for whole paths, and the folder below which all that fits lies. */
export const globExpression = (pattern: string): { folder: string; expression: RegExp } => {
  const parts = pattern.split('/');
  const literal = parts.findIndex((part) => /[*?[]/.test(part));
  const folder = parts.slice(0, literal === -1 ? -1 : literal).join('/');
  return {
    folder: folder === '' ? '/' : folder,
    expression: new RegExp(`^${translate(pattern)}$`, 's'),
  };
};

/** `**` and a slash is any number of folders, `*` and `?` stay within a name. */
const translate = (pattern: string): string =>
  pattern.replace(/\*\*\/|\*\*|\*|\?|\[!?[^\]/]+\]|[\s\S]/g, (token) => {
    if (token === '**/') return '(?:[^/]*/)*';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return token.length > 1 ? translateSet(token) : token.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });

const translateSet = (token: string): string => {
  const isNegated = token[1] === '!';
  const members = token.slice(isNegated ? 2 : 1, -1).replace(/[\\^\]]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${members}]`;
};
