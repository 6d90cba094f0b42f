import { CapabilityToken, sha256 } from '../adapters/authentication/capability-token.js';
import { NoAuthentication } from '../adapters/authentication/no-authentication.js';
import { type CheckSecret, SecretFile } from '../adapters/authentication/secret-file.js';
import { UnusableSecret } from '../adapters/authentication/unusable-secret.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import { StartupError } from './startup-error.js';

/** Clients show one secret token. */
export interface CapabilityTokenOptions {
  readonly mode: 'capability-token';
  /** A file that holds the token; or else its digest. */
  readonly tokenFile?: string;
  /** SHA-256 of the token in 64 hexadecimal digits. */
  readonly tokenSha256?: string;
}

/** Clients show tokens (JWT, HS256) that somebody who shares a secret with the server signs for them. */
export interface SignedBearerTokenOptions {
  readonly mode: 'signed-bearer-token';
  /** A file that holds the secret, at least 32 bytes. */
  readonly sharedSecretFile: string;
  /** What `iss` must be; blank or absent: anything. */
  readonly issuer?: string;
  /** What `aud` must be or contain; blank or absent: anything. */
  readonly audience?: string;
  /** How far the clock of the issuer may be off. Default 30. */
  readonly maxClockSkewSeconds?: number;
  /** Longest time from `iat`, without one from now, to `exp`. Default: any. */
  readonly maxTokenLifetimeMs?: number;
}

/** How clients show that they belong here. */
export type AuthenticationOptions = CapabilityTokenOptions | SignedBearerTokenOptions;

const DEFAULT_CLOCK_SKEW_SECONDS = 30;
const MIN_SHARED_SECRET_BYTES = 32;

/**
 * Makes the authenticator that the options describe; without any, one that lets everybody in.
 *
 * @throws {StartupError} in the words of docs/protocol.md section 1.3.
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
  // Only this mode needs jose, so only then is it loaded.
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
