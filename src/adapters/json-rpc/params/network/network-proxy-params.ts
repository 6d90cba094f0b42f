import { ValidateNested } from 'class-validator';
import type { NetworkProxyLaunch } from '../../../../application/network/network-proxies.js';
import type * as protocol from '../../../../protocol/network.js';
import { InvalidParams } from '../../encoding/invalid-params.js';
import {
  IsFlag,
  IsOneOf,
  IsRecord,
  IsRecordOf,
  IsText,
  IsTextList,
  IsUnsigned,
  Nullable,
} from '../field-types.js';
import { networkRules } from './network-rules.js';

/** Closed, since an unknown field could be a restriction. */
export class NetworkProxyConfigParams implements protocol.NetworkProxyConfig {
  static readonly isClosed = true;

  @IsFlag()
  enabled!: boolean;

  @IsFlag()
  enableSocks5!: boolean;

  @IsFlag()
  enableSocks5Udp!: boolean;

  @IsFlag()
  allowUpstreamProxy!: boolean;

  @IsFlag()
  dangerouslyAllowAllUnixSockets!: boolean;

  @IsOneOf('limited', 'full')
  mode!: 'limited' | 'full';

  @IsFlag()
  allowLocalBinding!: boolean;

  @Nullable()
  @IsRecordOf('none', 'allow', 'deny')
  domains?: Record<string, protocol.DomainPermission> | null;

  @Nullable()
  @IsRecordOf('allow', 'deny')
  unixSockets?: Record<string, 'allow' | 'deny'> | null;

  @Nullable()
  @IsTextList()
  reviewDomains?: string[] | null;

  @Nullable()
  @IsFlag()
  credentialMasking?: boolean | null;

  @Nullable()
  @IsRecord()
  credentialProviders?: object | null;

  @Nullable()
  @IsFlag()
  transparentTcp?: boolean | null;
}

export class NetworkProxyParams implements protocol.NetworkProxyLaunch {
  static readonly nested = { proxy: NetworkProxyConfigParams };

  @IsRecord()
  @ValidateNested()
  proxy!: NetworkProxyConfigParams;

  @Nullable()
  @IsText()
  environmentId?: string | null;

  @Nullable()
  @IsText()
  executionId?: string | null;

  @Nullable()
  @IsRecord()
  auditMetadata?: object | null;

  @Nullable()
  @IsUnsigned()
  policyDecisionTimeoutMs?: number | null;

  /** @throws {InvalidParams} for what is not a policy, or not one that can be enforced here. */
  toLaunch(): NetworkProxyLaunch {
    const { proxy } = this;
    if (this.policyDecisionTimeoutMs === 0) {
      throw new InvalidParams('network policy decision callback timeout must be nonzero');
    }
    if (!proxy.enabled) {
      throw invalidConfig('executor-local network proxy launch requires an enabled proxy');
    }
    if (proxy.transparentTcp) {
      throw invalidConfig('transparent TCP is not supported on this executor');
    }
    if (proxy.credentialMasking || Object.keys(proxy.credentialProviders ?? {}).length > 0) {
      throw invalidConfig('credential masking is not supported on this executor');
    }
    requireAbsolute(Object.keys(proxy.unixSockets ?? {}));
    return {
      rules: networkRules(proxy),
      socks: proxy.enableSocks5,
      allowsUpstreamProxy: proxy.allowUpstreamProxy,
      allowsUnixSockets: proxy.dangerouslyAllowAllUnixSockets,
      askTimeoutMs: this.policyDecisionTimeoutMs ?? undefined,
    };
  }
}

const invalidConfig = (fault: string): InvalidParams =>
  new InvalidParams(`invalid network proxy config: ${fault}`);

const requireAbsolute = (paths: readonly string[]): void => {
  const at = paths.findIndex((path) => !path.startsWith('/') || path.includes('\0'));
  if (at >= 0) {
    throw invalidConfig(
      `invalid network.allow_unix_sockets[${at}]: expected a NUL-free absolute path, got ${JSON.stringify(paths[at])}`,
    );
  }
};
