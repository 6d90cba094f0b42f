import { type Command, InvalidArgumentError, type Option } from 'commander';
import type { AuthenticationOptions } from '../authentication.js';
import { StartupError } from '../startup-error.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { parseDurationMs, parsePath } from './units.js';

/** The values of the authentication options, under commander's property names. */
export interface AuthenticationFlags {
  readonly wsAuth?: AuthenticationOptions['mode'];
  readonly wsTokenFile?: string;
  readonly wsTokenSha256?: string;
  readonly wsSharedSecretFile?: string;
  readonly wsIssuer?: string;
  readonly wsAudience?: string;
  readonly wsMaxClockSkewSeconds?: bigint;
  readonly wsMaxTokenLifetime?: number;
}

/** Adds the options of docs/protocol.md section 1.3, and `--ws-max-token-lifetime`. */
export const addAuthenticationOptions = (command: Command): void => {
  const add = (flag: string, value: string, help: string): Option => {
    const option = optionOf(`--${flag} <${value}>`, help, GROUPS.access);
    command.addOption(option);
    return option;
  };
  add('ws-auth', 'MODE', 'client authentication mode').choices([
    'capability-token',
    'signed-bearer-token',
  ]);
  add('ws-token-file', 'PATH', 'file that contains the bearer token of clients').argParser(
    parsePath,
  );
  add('ws-token-sha256', 'HEX', 'SHA-256 of the bearer token, in place of the file');
  add(
    'ws-shared-secret-file',
    'PATH',
    'file that contains the key of signed bearer tokens (JWT, HS256), at least 32 bytes',
  ).argParser(parsePath);
  add('ws-issuer', 'NAME', 'required `iss` claim');
  add('ws-audience', 'NAME', 'required `aud` claim, or element of it');
  add(
    'ws-max-clock-skew-seconds',
    'SECONDS',
    'accepted clock difference between token issuer and server',
  )
    .default(undefined, '30')
    .argParser(parseUnsigned);
  add(
    'ws-max-token-lifetime',
    'TIME',
    'longest accepted token lifetime: from `iat`, or from now without `iat`, to `exp`',
  )
    .default(undefined, 'any')
    .argParser(parseDurationMs);
};

/**
 * The requested authentication; undefined if there is no `--ws-auth`.
 *
 * @throws {StartupError} for contradictory or missing options, with the texts and in the order of
 * docs/protocol.md section 1.3.
 */
export const readAuthentication = (
  flags: AuthenticationFlags,
): AuthenticationOptions | undefined => {
  const { wsAuth: mode, wsSharedSecretFile: sharedSecretFile } = flags;
  const { wsTokenFile: tokenFile, wsTokenSha256: tokenSha256 } = flags;
  if (mode === undefined) {
    if (Object.keys(flags).some((name) => name.startsWith('ws'))) {
      throw new StartupError(
        'websocket auth flags require `--ws-auth capability-token` or `--ws-auth signed-bearer-token`',
      );
    }
    return undefined;
  }
  if (mode === 'capability-token') {
    refuseJwtFlags(flags);
    return { mode, ...defined({ tokenFile, tokenSha256 }) };
  }
  if (tokenFile !== undefined || tokenSha256 !== undefined) {
    throw new StartupError(
      '`--ws-token-file` and `--ws-token-sha256` require `--ws-auth capability-token`, not `signed-bearer-token`',
    );
  }
  if (sharedSecretFile === undefined) {
    throw new StartupError(
      '`--ws-shared-secret-file` is required when `--ws-auth signed-bearer-token` is set',
    );
  }
  const optional = {
    issuer: flags.wsIssuer,
    audience: flags.wsAudience,
    maxClockSkewSeconds: skewOf(flags),
    maxTokenLifetimeMs: flags.wsMaxTokenLifetime,
  };
  return { mode, sharedSecretFile, ...defined(optional) };
};

const refuseJwtFlags = (flags: AuthenticationFlags): void => {
  const { wsSharedSecretFile, wsIssuer, wsAudience, wsMaxClockSkewSeconds } = flags;
  const upstreamFlags = [wsSharedSecretFile, wsIssuer, wsAudience, wsMaxClockSkewSeconds];
  if (upstreamFlags.some((value) => value !== undefined)) {
    throw new StartupError(
      '`--ws-shared-secret-file`, `--ws-issuer`, `--ws-audience`, and `--ws-max-clock-skew-seconds` require ' +
        '`--ws-auth signed-bearer-token`',
    );
  }
  if (flags.wsMaxTokenLifetime !== undefined) {
    throw new StartupError('`--ws-max-token-lifetime` requires `--ws-auth signed-bearer-token`');
  }
};

/** In seconds. `Number` loses precision above 2^53, a skew of 285 million years. */
const skewOf = ({ wsMaxClockSkewSeconds: seconds }: AuthenticationFlags): number | undefined => {
  if (seconds === undefined) {
    return undefined;
  }
  if (seconds <= MAX_SIGNED) {
    return Number(seconds);
  }
  throw new StartupError('websocket auth clock skew must fit in a signed 64-bit integer');
};

const defined = <T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const MAX_SIGNED = 2n ** 63n - 1n;
const MAX_UNSIGNED = 2n ** 64n - 1n;

const parseUnsigned = (text: string): bigint => {
  if (!/^[0-9]+$/.test(text) || BigInt(text) > MAX_UNSIGNED) {
    throw new InvalidArgumentError('Expected a whole number of seconds.');
  }
  return BigInt(text);
};
