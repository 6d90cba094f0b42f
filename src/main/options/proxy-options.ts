import { type Command, Option } from 'commander';
import { parseAuthority } from '../../domain/network/host-name.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { textParser } from './text-values.js';

/** Adds the options of codex exec-server for the proxies of this host. */
export const addProxyOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--tcp-upstream-proxy <HOST:PORT>',
      'HTTP proxy that every connection of a SOCKS client of a network proxy goes through, by CONNECT; without it they are direct',
      GROUPS.networkProxies,
    ).argParser(textParser('HOST:PORT such as proxy.example:3128', isHostAndPort)),
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

/** Whether it is a host and a port other than 0, such as `proxy.example:3128` or `[::1]:3128`. */
export const isHostAndPort = (text: string): boolean =>
  /:\d+$/.test(text) && (parseAuthority(text, 0)?.port ?? 0) > 0;
