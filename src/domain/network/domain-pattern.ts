import { matchesWildcard } from '../wildcard.js';
import { normalizeHost } from './host-name.js';

/** What is wrong with a pattern. */
export type PatternFault = 'empty' | 'brackets' | 'syntax' | 'repeated-wildcard' | 'denies-all';

/** A pattern that cannot be understood; a rule of a policy is never left out, so the policy is refused. */
export class InvalidDomainPattern extends Error {
  readonly fault: PatternFault;
  readonly pattern: string;

  constructor(fault: PatternFault, pattern: string) {
    super(`${fault}: ${pattern}`);
    this.fault = fault;
    this.pattern = pattern;
  }
}

/** A set of hosts: exact ones, `*.domain`, `**.domain`, and `*` and `?` within a name. */
export class DomainPatterns {
  readonly #wildcards: readonly string[];

  /** @throws {InvalidDomainPattern} for the first that is not one. */
  constructor(patterns: readonly string[]) {
    this.#wildcards = patterns.flatMap(expand);
  }

  /** Whether a normalized host is in the set. */
  matches(host: string): boolean {
    return this.#wildcards.some((wildcard) => matchesWildcard(wildcard, host));
  }

  /** Whether a normalized host is in the set by its own name, not by a wildcard. */
  names(host: string): boolean {
    return this.#wildcards.includes(host);
  }

  /** The same patterns, as those of hosts that are denied. @throws {InvalidDomainPattern} when one fits every host. */
  static ofDenied(patterns: readonly string[]): DomainPatterns {
    const everything = patterns.find((pattern) => expand(pattern).some(isEverything));
    if (everything !== undefined) {
      throw new InvalidDomainPattern('denies-all', everything.trim());
    }
    return new DomainPatterns(patterns);
  }
}

const isEverything = (wildcard: string): boolean => wildcard === '*';

/** `?*.` stands for one subdomain or more. */
const expand = (pattern: string): readonly string[] => {
  const text = pattern.trim();
  const [, prefix = '', rest = ''] = /^(\*\*?\.)?(.*)$/s.exec(text) ?? [];
  checkSyntax(text, rest);
  const domain = rest === '[*]' ? '*' : normalizeHost(asciiForm(rest, text));
  if (domain === '') {
    throw new InvalidDomainPattern('empty', text);
  }
  if (prefix === '') {
    return [domain];
  }
  return prefix === '*.' ? [`?*.${domain}`] : [domain, `?*.${domain}`];
};

const ASCII = /^\p{ASCII}*$/u;
const NAME = /^[^*?@#%:]+$/;

/** Programs ask for `xn--bcher-kva.test`, so a pattern for `bücher.test` would fit nothing. */
const asciiForm = (host: string, pattern: string): string =>
  host
    .split('.')
    .map((label) => {
      if (ASCII.test(label)) {
        return label;
      }
      const url = `http://${label}`;
      if (!NAME.test(label) || !URL.canParse(url)) {
        throw new InvalidDomainPattern('syntax', pattern);
      }
      return new URL(url).hostname;
    })
    .join('.');

const checkSyntax = (text: string, rest: string): void => {
  if (/[\s/\\{}\0]/.test(text)) {
    throw new InvalidDomainPattern('syntax', text);
  }
  if (
    /[[\]]/.test(rest) &&
    rest !== '[*]' &&
    !/^\[[0-9a-f:.]*:[0-9a-f:.%]*\](:\d+)?$/i.test(rest)
  ) {
    throw new InvalidDomainPattern('brackets', text);
  }
  if (rest.includes('**')) {
    throw new InvalidDomainPattern('repeated-wildcard', text);
  }
};
