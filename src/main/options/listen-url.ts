import { isIPv4, isIPv6 } from 'node:net';
import type { ListenAddress } from '../../adapters/http-server/http-listener.js';
import { StartupError } from '../startup-error.js';

const SCHEME = 'ws://';
const IP_AND_PORT = /^(?:\[(?<v6>[^\]%]+)\]|(?<v4>[0-9.]+)):(?<port>[0-9]{1,5})$/;
const MAX_PORT = 65_535;

/** The address in a `ws://IP:PORT` URL. @throws {StartupError} with the texts of docs/protocol.md section 1.1. */
export const parseListenUrl = (url: string): ListenAddress => {
  if (/^stdio(:\/\/)?$/.test(url)) {
    throw new StartupError(
      `unsupported --listen URL \`${url}\`; expected \`ws://IP:PORT\`, which a Codex CLI takes as CODEX_EXEC_SERVER_URL, and ` +
        'its relay by `codex exec-server forward --connect ws://IP:PORT`',
    );
  }
  if (!url.startsWith(SCHEME)) {
    throw new StartupError(`unsupported --listen URL \`${url}\`; expected \`ws://IP:PORT\``);
  }
  const address = readIpAndPort(url.slice(SCHEME.length));
  if (address === undefined) {
    throw new StartupError(`invalid websocket --listen URL \`${url}\`; expected \`ws://IP:PORT\``);
  }
  return address;
};

/** The address in `IP:PORT`, with brackets around an IPv6 address; undefined: it is something else. */
export const readIpAndPort = (text: string): ListenAddress | undefined => {
  const { v4, v6, port } = IP_AND_PORT.exec(text)?.groups ?? {};
  const host = v4 ?? v6 ?? '';
  const isAddress = v4 === undefined ? isIPv6(host) : isIPv4(host);
  return isAddress && Number(port) <= MAX_PORT ? { host, port: Number(port) } : undefined;
};

/** `IP:PORT`, with brackets around an IPv6 address. */
export const toIpAndPort = ({ host, port }: ListenAddress): string =>
  isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;

/** The URL of an address, as the daemon prints it and clients dial it. */
export const toListenUrl = (address: ListenAddress): string => `${SCHEME}${toIpAndPort(address)}`;
