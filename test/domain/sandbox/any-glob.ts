import fc from 'fast-check';

/** A pattern as its parts, so that what reads patterns is not needed to know what one means. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'run' }
  | { readonly kind: 'directories' }
  | { readonly kind: 'set'; readonly members: string; readonly isNegated: boolean }
  | { readonly kind: 'either'; readonly of: readonly (readonly Token[])[] };

const NAME = 'ab.*[{\\,';

/** Two stars alone would mean something else. */
const isNotDeep = (tokens: readonly Token[]): boolean =>
  tokens.length < 2 || !tokens.every(({ kind }) => kind === 'run');

const text: fc.Arbitrary<Token> = fc
  .string({ unit: fc.constantFrom(...NAME), minLength: 1, maxLength: 2 })
  .map((value) => ({ kind: 'text', text: value }));
const simple: fc.Arbitrary<Token> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.constant<Token>({ kind: 'run' }) },
  fc.constant<Token>({ kind: 'one' }),
  fc
    .tuple(fc.constantFrom('a', 'ab', 'a-b', '.', ']', '*a'), fc.boolean())
    .map(([members, isNegated]): Token => ({ kind: 'set', members, isNegated })),
);
const either: fc.Arbitrary<Token> = fc
  .array(fc.array(simple, { minLength: 1, maxLength: 2 }).filter(isNotDeep), {
    minLength: 1,
    maxLength: 3,
  })
  .map((of) => ({ kind: 'either', of }));
const part = fc
  .array(fc.oneof({ weight: 5, arbitrary: simple }, either), { minLength: 1, maxLength: 3 })
  .filter(isNotDeep);

/** Names with slashes between them; `**` may stand before each, and for the last. */
export const anyGlob: fc.Arbitrary<readonly Token[]> = fc
  .tuple(fc.array(fc.tuple(fc.boolean(), part), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([parts, endsDeep]) => {
    const tokens = parts.flatMap(([isDeep, name], index): Token[] => [
      ...(index > 0 ? [{ kind: 'text', text: '/' } as const] : []),
      ...(isDeep ? [{ kind: 'directories' } as const, { kind: 'text', text: '/' } as const] : []),
      ...name,
    ]);
    return endsDeep ? [...tokens, { kind: 'text', text: '/' }, { kind: 'directories' }] : tokens;
  });

/** A path of a few short names, of the same characters and one that is not ASCII. */
export const anyPath: fc.Arbitrary<string> = fc
  .array(fc.string({ unit: fc.constantFrom(...NAME, 'é'), minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((names) => names.join('/'));

/** The pattern as it is sent. */
export const written = (tokens: readonly Token[]): string =>
  tokens
    .map((token) => {
      if (token.kind === 'text') {
        return token.text.replace(/[*?[\]{}\\]/g, '\\$&');
      }
      if (token.kind === 'one') {
        return '?';
      }
      if (token.kind === 'run') {
        return '*';
      }
      if (token.kind === 'directories') {
        return '**';
      }
      if (token.kind === 'set') {
        return `[${token.isNegated ? '!' : ''}${token.members}]`;
      }
      return `{${token.of.map(writtenInBraces).join(',')}}`;
    })
    .join('');

const writtenInBraces = (tokens: readonly Token[]): string =>
  tokens
    .map((token) =>
      token.kind === 'text' ? written([token]).replaceAll(',', '\\,') : written([token]),
    )
    .join('');

/** Whether the pattern is for the path, tried by going back: slow, and nothing like what is tested. */
export const isFor = (tokens: readonly Token[], path: string): boolean => {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    return path === '';
  }
  const [first = '', ...others] = path;
  const tail = others.join('');
  if (token.kind === 'text') {
    return path.startsWith(token.text) && isFor(rest, path.slice(token.text.length));
  }
  if (token.kind === 'either') {
    return token.of.some((tried) => isFor([...tried, ...rest], path));
  }
  if (token.kind === 'one') {
    return first !== '' && first !== '/' && isFor(rest, tail);
  }
  if (token.kind === 'set') {
    return first !== '' && isMember(token.members, first) !== token.isNegated && isFor(rest, tail);
  }
  if (token.kind === 'run') {
    return isFor(rest, path) || (first !== '' && first !== '/' && isFor(tokens, tail));
  }
  if (rest.length === 0) {
    return path !== '';
  }
  const names = path.split('/');
  return names.some((_, index) => isFor(rest.slice(1), names.slice(index).join('/')));
};

const isMember = (members: string, character: string): boolean =>
  members === 'a-b' ? 'ab'.includes(character) : members.includes(character);
