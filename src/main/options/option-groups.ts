/** The headings of `--help` and docs/options.md, in this order. */
export const GROUPS = {
  server: 'Server:',
  gateway: 'Gateway:',
  access: 'Access:',
  sessions: 'Sessions and output:',
  connections: 'Connections:',
  filesAndHttp: 'Files and HTTP requests:',
  fleet: 'Fleet:',
  networkProxies: 'Network proxies of processes:',
  metrics: 'Metrics:',
  log: 'Log:',
  upstream: 'Of codex exec-server:',
} as const;

export type OptionGroup = (typeof GROUPS)[keyof typeof GROUPS];
