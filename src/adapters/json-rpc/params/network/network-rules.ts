import { DomainPatterns, InvalidDomainPattern } from '../../../../domain/network/domain-pattern.js';
import type { NetworkRules } from '../../../../domain/network/network-policy.js';
import type { DomainPermission, NetworkProxyConfig } from '../../../../protocol/network.js';
import { InvalidParams } from '../../encoding/invalid-params.js';

/** Compiles the rules of a proxy. @throws {InvalidParams} for a pattern that is not one. */
export const networkRules = ({
  domains,
  reviewDomains,
  mode,
  allowLocalBinding,
}: Pick<
  NetworkProxyConfig,
  'domains' | 'reviewDomains' | 'mode' | 'allowLocalBinding'
>): NetworkRules => {
  const patterns = (permission: DomainPermission): readonly string[] =>
    Object.entries(domains ?? {})
      .filter(([, given]) => given === permission)
      .map(([pattern]) => pattern);
  try {
    return {
      allowed: new DomainPatterns(patterns('allow')),
      denied: DomainPatterns.ofDenied(patterns('deny')),
      reviewed: new DomainPatterns(reviewDomains ?? []),
      mode,
      allowsLocal: allowLocalBinding,
    };
  } catch (error) {
    if (error instanceof InvalidDomainPattern) {
      throw new InvalidParams(`invalid network proxy config: ${textOf(error)}`);
    }
    throw error;
  }
};

/** The texts are upstream's. */
const textOf = ({ fault, pattern }: InvalidDomainPattern): string => {
  switch (fault) {
    case 'empty':
      return 'domain pattern is empty';
    case 'brackets':
      return `brackets are only supported for IPv6 literals or [*]: ${pattern}`;
    case 'syntax':
      return `unsupported domain pattern syntax: ${pattern}`;
    case 'repeated-wildcard':
      return `unsupported repeated wildcard: ${pattern}`;
    case 'denies-all':
      return `invalid value for network.denied_domains: ${pattern} (allowed exact hosts or scoped wildcards like *.example.com or **.example.com)`;
  }
};
