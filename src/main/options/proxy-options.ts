import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseAuthority } from '../../domain/network/host-name.js';
import { GROUPS } from './option-groups.js';
import { variableOf } from './option-names.js';

/** Adds the options of codex exec-server for the proxies of this host. */
export const addProxyOptions = (command: Command): void => {
  command.addOption(
    new Option(
      '--tcp-upstream-proxy <HOST:PORT>',
      'HTTP proxy that every connection of a SOCKS client of a network proxy goes through, by CONNECT; without it they are direct',
    )
      .helpGroup(GROUPS.networkProxies)
      .env(variableOf('tcp-upstream-proxy'))
      .argParser(parseProxy),
  );
  command.addOption(
    new Option(
      '--proxy-private-ips-via-upstream',
      'private addresses, where allowed, are reached through HTTP_PROXY and the like too',
    )
      .helpGroup(GROUPS.networkProxies)
      .env('CODEX_EXEC_SERVER_PROXY_PRIVATE_IPS_VIA_UPSTREAM'),
  );
};

/** The values of both options, with their defaults. */
export const readProxyOptions = (
  given: Readonly<Record<string, unknown>>,
): { tcpUpstreamProxy: string | undefined; proxyPrivateIpsViaUpstream: boolean } => ({
  tcpUpstreamProxy: given.tcpUpstreamProxy as string | undefined,
  proxyPrivateIpsViaUpstream: given.proxyPrivateIpsViaUpstream === true,
});

const parseProxy = (text: string): string => {
  if (!isHostAndPort(text)) {
    throw new InvalidArgumentError('Expected HOST:PORT such as proxy.example:3128.');
  }
  return text;
};

/** Whether it is a host and a port other than 0, such as `proxy.example:3128` or `[::1]:3128`. */
export const isHostAndPort = (text: string): boolean =>
  /:\d+$/.test(text) && (parseAuthority(text, 0)?.port ?? 0) > 0;
