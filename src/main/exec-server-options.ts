import type { ContainerModule } from 'inversify';
import type { Limits } from '../application/limits/limits.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import type { OverflowPolicy } from '../domain/output/output-log.js';
import type { AuthenticationOptions } from './authentication.js';

/** How an embedder wants its server. */
export interface ExecServerOptions {
  /** `ws://IP:PORT`; port 0 is any free one. Default `ws://127.0.0.1:0`. */
  readonly listen?: string;
  /** Who may connect; an `Authenticator` of your own, if you like. Default: whoever reaches the server. */
  readonly authentication?: AuthenticationOptions | Authenticator | undefined;
  /** Beyond loopback it listens without authentication only when this is true. Default false. */
  readonly allowUnauthenticated?: boolean;
  /** Names that clients may call this host by, besides `localhost` and IP addresses. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Replaces single limits; the others keep their defaults. */
  readonly limits?: Partial<Limits>;
  /** What happens to output that the client has not got when there is too much. Default `pause`. */
  readonly overflow?: OverflowPolicy;
  /** The program that makes sandboxes: a path, or a name on `PATH`. Default `bwrap`. */
  readonly bwrapPath?: string | undefined;
  /** Default: says nothing. */
  readonly logger?: Logger;
  /** Loaded over the default ones: `rebind` a token of `PORTS` to swap an adapter. */
  readonly modules?: readonly ContainerModule[];
}
