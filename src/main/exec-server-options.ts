import type { ContainerModule } from 'inversify';
import type { PassedSocket } from '../adapters/systemd/service-environment.js';
import type { Limits } from '../application/limits/limits.js';
import type { AuditLog } from '../application/ports/audit-log.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import type { Tracing } from '../application/ports/tracing.js';
import type { OverflowPolicy } from '../domain/output/output-log.js';
import type { AuthenticationOptions } from './authentication.js';

/** What makes a server a node of a fleet, which clients reach through gateways. */
export interface FleetOptions {
  /** Unique in the fleet; letters, digits, dots, hyphens and underscores. The session ids that the server issues end with its tag. */
  readonly nodeId: string;
  /** IP addresses, and networks as `10.0.0.0/8`, of gateways whose `X-Forwarded-For` names the client. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** `redis://HOST:PORT`, where the server announces itself to gateways. Default: it does not. */
  readonly announce?: string | undefined;
  /** `ws://HOST:PORT`, where gateways reach the server. Default: the address that it listens on. */
  readonly advertise?: string | undefined;
}

/** The options of an embedded server. */
export interface ExecServerOptions {
  /** `ws://IP:PORT`; port 0 picks a free port. Default `ws://127.0.0.1:0`. */
  readonly listen?: string;
  /**
   * Listening TCP sockets that this process was started with, in place of `listen`, such as those of systemd. Default: none.
   */
  readonly sockets?: readonly PassedSocket[];
  /** Client authentication: one of the modes, or a custom `Authenticator`. Default: none. */
  readonly authentication?: AuthenticationOptions | Authenticator | undefined;
  /** Allows non-loopback addresses without authentication. Default false. */
  readonly allowUnauthenticated?: boolean;
  /** Host names accepted in the `Host` header besides `localhost` and IP addresses. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Overrides single limits; the others keep their defaults. */
  readonly limits?: Partial<Limits>;
  /** What happens to output at its limits: `pause` the process (default), or `evict` the oldest output. */
  readonly overflow?: OverflowPolicy;
  /** The bubblewrap executable for sandboxes: a path, or a name on `PATH`. Default `bwrap`. */
  readonly bwrapPath?: string | undefined;
  /** Puts `apply_patch` and, where the host has none, `rg` on the `PATH` of processes. Default true. */
  readonly tools?: boolean;
  /** The server is a node of a fleet. Default: it is not, and its session ids are wholly random. */
  readonly fleet?: FleetOptions | undefined;
  /** `HOST:PORT` of an HTTP proxy for the connections of SOCKS clients of network proxies. Default: they are direct. */
  readonly tcpUpstreamProxy?: string | undefined;
  /** Whether network proxies reach private addresses, too, through the proxies of the environment. Default false. */
  readonly proxyPrivateIpsViaUpstream?: boolean;
  /** Keeps metrics and serves them as `/metrics` to clients that show what a WebSocket takes. Default false. */
  readonly metrics?: boolean;
  /**
   * `IP:PORT` of a listener for `/metrics`, `/livez` and `/readyz` alone; port 0 picks a free port. On loopback it asks for
   * no credential. Default: none.
   */
  readonly metricsListen?: string | undefined;
  /** Keeps who started what, and who was refused. Default: nothing is kept. */
  readonly auditLog?: AuditLog | undefined;
  /** Makes spans of requests and processes; disposed of by `close()`. Default: there are none. */
  readonly tracing?: Tracing | undefined;
  /** Default: no log. */
  readonly logger?: Logger;
  /** Loaded after the default modules: `rebind` a token of `PORTS` to replace an adapter. */
  readonly modules?: readonly ContainerModule[];
}
