import type { PassedSocket } from '../../adapters/systemd/service-environment.js';
import type { Limits } from '../../application/limits/limits.js';
import type { RoutingLimits } from '../../application/limits/routing-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type { AuthenticationOptions } from '../authentication.js';

/** Limits of a gateway: those of connections and admission, and its own. */
type GatewayLimits = Limits & RoutingLimits;

/** The options of a gateway. */
export interface GatewayOptions {
  /** `ws://IP:PORT`; port 0 picks a free port. */
  readonly listen: string;
  /** Listening TCP sockets that this process was started with, in place of `listen`. Default: none. */
  readonly sockets?: readonly PassedSocket[];
  /**
   * Where the nodes are: `ws://HOST:PORT`, several with commas; `dns://NAME:PORT`, a name with one address a node; or
   * `redis://HOST:PORT`, where nodes announce themselves.
   */
  readonly nodes: string;
  /** As that of the nodes, which get the client's credential too. Default: none. */
  readonly authentication?: AuthenticationOptions | undefined;
  /** Allows non-loopback addresses without authentication. Default false. */
  readonly allowUnauthenticated?: boolean;
  /** Host names accepted in the `Host` header besides `localhost` and IP addresses. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Proxies in front of the gateway whose `X-Forwarded-For` names the client. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** Serves `/metrics` on the address of clients, with their credential. Default false. */
  readonly metrics?: boolean;
  /** `IP:PORT` where `/metrics`, `/livez` and `/readyz` are served alone, as by the daemon. Default: none. */
  readonly metricsListen?: string | undefined;
  /** Overrides single limits. */
  readonly limits?: Partial<GatewayLimits>;
  readonly logger: Logger;
}
