import { type Command, Option } from 'commander';
import { parseAuthority } from '../../domain/network/host-name.js';
import { StartupError } from '../startup-error.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';

/** Adds the options of codex exec-server for the proxies of this host. */
export const addProxyOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--tcp-upstream-proxy <HOST:PORT>',
      'HTTP proxy that every connection of a SOCKS client of a network proxy goes through, by CONNECT; without it they are direct',
      GROUPS.networkProxies,
    ),
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

/** The values of both options, with their defaults. @throws {StartupError} for an invalid proxy */
export const readProxyOptions = (
  given: Readonly<Record<string, unknown>>,
): { tcpUpstreamProxy: string | undefined; proxyPrivateIpsViaUpstream: boolean } => {
  const proxy = given.tcpUpstreamProxy as string | undefined;
  if (proxy !== undefined && !isHostAndPort(proxy)) {
    // The value itself is not shown: it may be the URL of a proxy with a password.
    throw new StartupError(
      'invalid --tcp-upstream-proxy; expected HOST:PORT such as proxy.example:3128',
    );
  }
  return {
    tcpUpstreamProxy: proxy,
    proxyPrivateIpsViaUpstream: given.proxyPrivateIpsViaUpstream === true,
  };
};

/** Whether it is a host and a port other than 0, such as `proxy.example:3128` or `[::1]:3128`. */
export const isHostAndPort = (text: string): boolean =>
  /:\d+$/.test(text) && (parseAuthority(text, 0)?.port ?? 0) > 0;
