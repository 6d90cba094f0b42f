import { CapabilityToken, sha256 } from '../adapters/authentication/capability-token.js';
import { NoAuthentication } from '../adapters/authentication/no-authentication.js';
import {
  type CheckSecret,
  SecretFile,
  UnusableSecret,
} from '../adapters/authentication/secret-file.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import { StartupError } from './startup-error.js';

/** Clients present one secret token. */
export interface CapabilityTokenOptions {
  readonly mode: 'capability-token';
  /** File that contains the token; alternative to `tokenSha256`. */
  readonly tokenFile?: string;
  /** SHA-256 of the token as 64 hexadecimal digits. */
  readonly tokenSha256?: string;
}

/** Clients present JWTs (HS256), signed with a secret that the issuer shares with the server. */
export interface SignedBearerTokenOptions {
  readonly mode: 'signed-bearer-token';
  /** File that contains the secret, at least 32 bytes. */
  readonly sharedSecretFile: string;
  /** Required `iss`; blank or absent: not checked. */
  readonly issuer?: string;
  /** Required `aud`, or an element of it; blank or absent: not checked. */
  readonly audience?: string;
  /** Accepted clock difference to the issuer. Default 30. */
  readonly maxClockSkewSeconds?: number;
  /** Longest time from `iat`, or from now without one, to `exp`. Default: unlimited. */
  readonly maxTokenLifetimeMs?: number;
}

/** How clients authenticate. */
export type AuthenticationOptions = CapabilityTokenOptions | SignedBearerTokenOptions;

const DEFAULT_CLOCK_SKEW_SECONDS = 30;
const MIN_SHARED_SECRET_BYTES = 32;

/**
 * Creates the authenticator for the options; without options one that admits everyone.
 *
 * @throws {StartupError} with the texts of docs/protocol.md section 1.3.
 */
export const openAuthenticator = async (
  options: AuthenticationOptions | undefined,
  logger: Logger,
): Promise<Authenticator> => {
  try {
    if (options === undefined) {
      return new NoAuthentication();
    }
    return options.mode === 'capability-token'
      ? await openCapabilityToken(options, logger)
      : await openSignedBearerToken(options, logger);
  } catch (error) {
    throw error instanceof UnusableSecret ? new StartupError(error.message) : error;
  }
};

const openCapabilityToken = async (
  { tokenFile, tokenSha256 }: CapabilityTokenOptions,
  logger: Logger,
): Promise<Authenticator> => {
  if (tokenFile !== undefined && tokenSha256 !== undefined) {
    throw new StartupError('`--ws-token-file` and `--ws-token-sha256` are mutually exclusive');
  }
  if (tokenFile !== undefined) {
    const file = await SecretFile.open(tokenFile, () => undefined, logger);
    return new CapabilityToken(async () => sha256(await file.current()));
  }
  if (tokenSha256 === undefined) {
    throw new StartupError(
      '`--ws-token-file` or `--ws-token-sha256` is required when `--ws-auth capability-token` is set',
    );
  }
  if (!/^[0-9a-f]{64}$/i.test(tokenSha256)) {
    throw new StartupError('--ws-token-sha256 must be a 64-character hex SHA-256 digest');
  }
  const digest = Buffer.from(tokenSha256, 'hex');
  return new CapabilityToken(() => digest);
};

const openSignedBearerToken = async (
  options: SignedBearerTokenOptions,
  logger: Logger,
): Promise<Authenticator> => {
  const secret = await SecretFile.open(options.sharedSecretFile, requireLongSecret, logger);
  // Loaded in this mode only, since it needs jose.
  const { SignedBearerToken } = await import('../adapters/authentication/signed-bearer-token.js');
  const { maxTokenLifetimeMs } = options;
  const rules = {
    issuer: options.issuer,
    audience: options.audience,
    maxClockSkewSeconds: options.maxClockSkewSeconds ?? DEFAULT_CLOCK_SKEW_SECONDS,
    maxLifetimeSeconds: maxTokenLifetimeMs === undefined ? undefined : maxTokenLifetimeMs / 1000,
  };
  return new SignedBearerToken(secret, rules, () => Math.floor(Date.now() / 1000));
};

const requireLongSecret: CheckSecret = (secret, path) => {
  if (secret.length >= MIN_SHARED_SECRET_BYTES) {
    return;
  }
  throw new UnusableSecret(
    `signed websocket bearer secret ${path} must be at least ${MIN_SHARED_SECRET_BYTES} bytes`,
  );
};
