import type { Limits } from '../../application/limits/limits.js';
import type { RoutingLimits } from '../../application/limits/routing-limits.js';
import type { Logger } from '../../application/ports/logger.js';
import type { AuthenticationOptions } from '../authentication.js';
import type { ExecServerOptions } from '../exec-server-options.js';

/** Limits of a gateway: those of connections and admission, and its own. */
type GatewayLimits = Limits & RoutingLimits;

/** The options of a gateway; those of the daemon mean the same. */
export interface GatewayOptions
  extends Pick<
    ExecServerOptions,
    'allowUnauthenticated' | 'allowedHosts' | 'metrics' | 'metricsListen' | 'sockets'
  > {
  /** `ws://IP:PORT`; port 0 picks a free port. */
  readonly listen: string;
  /**
   * Where the nodes are: `ws://HOST:PORT`, several with commas; `dns://NAME:PORT`, a name with one address a node; or
   * `redis://HOST:PORT`, where nodes announce themselves.
   */
  readonly nodes: string;
  /** As that of the nodes, which get the client's credential too. Default: none. */
  readonly authentication?: AuthenticationOptions | undefined;
  /** Proxies in front of the gateway whose `X-Forwarded-For` names the client. Default: none. */
  readonly trustedProxies?: readonly string[];
  /** Overrides single limits. */
  readonly limits?: Partial<GatewayLimits>;
  readonly logger: Logger;
}
