/** Where the proxies of a process listen on loopback. */
export interface ProxyPorts {
  readonly http: number;
  /** Undefined: there is no SOCKS proxy. */
  readonly socks: number | undefined;
}

const HTTP_VARIABLES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'http_proxy',
  'https_proxy',
  'WS_PROXY',
  'WSS_PROXY',
  'ws_proxy',
  'wss_proxy',
  'YARN_HTTP_PROXY',
  'YARN_HTTPS_PROXY',
  'NPM_CONFIG_HTTP_PROXY',
  'NPM_CONFIG_HTTPS_PROXY',
  'NPM_CONFIG_PROXY',
  'npm_config_http_proxy',
  'npm_config_https_proxy',
  'npm_config_proxy',
  'BUNDLE_HTTP_PROXY',
  'BUNDLE_HTTPS_PROXY',
  'PIP_PROXY',
  'DOCKER_HTTP_PROXY',
  'DOCKER_HTTPS_PROXY',
];
/** For any protocol: SOCKS, where there is such a proxy. */
const ANY_VARIABLES = ['ALL_PROXY', 'all_proxy', 'FTP_PROXY', 'ftp_proxy'];
const NO_PROXY_VARIABLES = [
  'NO_PROXY',
  'no_proxy',
  'NPM_CONFIG_NOPROXY',
  'npm_config_noproxy',
  'BUNDLE_NO_PROXY',
];
const LOCAL = 'localhost,127.0.0.1,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16';

/** The variables that make programs use the proxies, the same as upstream's. */
export const proxyVariables = (
  { http, socks }: ProxyPorts,
  allowsLocal: boolean,
): Readonly<Record<string, string>> => {
  const httpUrl = `http://127.0.0.1:${http}`;
  const anyUrl = socks === undefined ? httpUrl : `socks5h://127.0.0.1:${socks}`;
  return {
    ...each(HTTP_VARIABLES, httpUrl),
    ...each(ANY_VARIABLES, anyUrl),
    ...each(NO_PROXY_VARIABLES, allowsLocal ? LOCAL : ''),
    CODEX_NETWORK_PROXY_ACTIVE: '1',
    CODEX_NETWORK_ALLOW_LOCAL_BINDING: allowsLocal ? '1' : '0',
    ELECTRON_GET_USE_PROXY: 'true',
    NODE_USE_ENV_PROXY: '1',
  };
};

const each = (names: readonly string[], value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, value]));
