import { isAbsolute } from 'node:path';
import type { PassedSocket } from '../../adapters/systemd/service-environment.js';
import { boundsOf, findConflict, isWithinBounds } from '../../application/limits/limit-bounds.js';
import { DEFAULT_LIMITS, type Limits } from '../../application/limits/limits.js';
import type { Tracing } from '../../application/ports/tracing.js';
import type { OverflowPolicy } from '../../domain/output/output-log.js';
import { isNodeName, isNodeUrl } from '../../domain/routing/node.js';
import type { ExecServerOptions, FleetOptions } from '../exec-server-options.js';
import { isHostName } from '../options/access-options.js';
import {
  isAddressOrNetwork,
  isRedisUrl,
  NODE_NAME,
  NODE_URL,
  PROXY,
  REDIS_URL,
} from '../options/fleet-values.js';
import { readIpAndPort } from '../options/listen-url.js';
import { isHostAndPort } from '../options/proxy-options.js';
import { StartupError } from '../startup-error.js';
import { checkAuthentication } from './check-authentication.js';
import {
  checkFields,
  hasMethods,
  invalidOption,
  isBoolean,
  isListOf,
  isText,
  type Rule,
  requireRecord,
  rule,
  secretRule,
} from './rules.js';

/**
 * Validates the options of an embedder at run time.
 *
 * @throws {StartupError} for the first invalid option, with the expected value.
 */
export const checkOptions = (options: ExecServerOptions): void => {
  checkFields(withoutIdleWindow(requireRecord(options, 'options')), RULES);
  const limits = { ...DEFAULT_LIMITS, ...definedLimits(options.limits) };
  const conflict = findConflict(limits);
  if (conflict === undefined) {
    return;
  }
  const { smaller, larger } = conflict;
  throw new StartupError(
    `limits.${smaller} (${limits[smaller]}) must be below limits.${larger} (${limits[larger]})`,
  );
};

/** With `overflow: 'evict'` the flow-control window has no effect, so it may be infinite. */
const withoutIdleWindow = (options: ExecServerOptions): Readonly<Record<string, unknown>> => {
  const { limits, overflow } = options;
  if (overflow !== 'evict' || limits?.outputWindowBytes !== Number.POSITIVE_INFINITY) {
    return { ...options };
  }
  const { outputWindowBytes: _, ...others } = limits;
  return { ...options, limits: others };
};

/** Without the fields that are undefined, which mean the default. */
export const definedLimits = (limits: Partial<Limits> = {}): Partial<Limits> =>
  Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));

const checkLimit: Rule = (value, name) => {
  const limit = name.slice('limits.'.length) as keyof Limits;
  if (typeof value === 'number' && isWithinBounds(limit, value)) {
    return;
  }
  const { min, max } = boundsOf(limit);
  const most = max === Number.POSITIVE_INFINITY ? '' : ` to ${max}`;
  const unit = limit.endsWith('Ms') ? ' of milliseconds' : '';
  throw invalidOption(name, `a whole number${unit} from ${min}${most}`, value);
};

const LIMIT_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  Object.keys(DEFAULT_LIMITS).map((limit) => [limit, checkLimit]),
);

const OVERFLOW_POLICIES: readonly OverflowPolicy[] = ['pause', 'evict'];
const LOG_METHODS = ['debug', 'info', 'warn', 'error'];

const isTextThat =
  (test: (text: string) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'string' && test(value);

const FLEET_RULES: Readonly<Record<keyof FleetOptions, Rule>> = {
  nodeId: rule(NODE_NAME, isTextThat(isNodeName)),
  trustedProxies: rule(`an array of ${PROXY}`, isListOf(isTextThat(isAddressOrNetwork))),
  announce: secretRule(REDIS_URL, isTextThat(isRedisUrl)),
  advertise: rule(NODE_URL, isTextThat(isNodeUrl)),
};

const isSocket = (socket: unknown): boolean => {
  const { fd, name } = (socket ?? {}) as Partial<Record<keyof PassedSocket, unknown>>;
  return Number.isInteger(fd) && Number(fd) > 2 && (name === undefined || isText(name));
};

const RULES: Readonly<Record<keyof ExecServerOptions, Rule>> = {
  listen: rule('a text such as ws://127.0.0.1:0', (url) => typeof url === 'string'),
  sockets: rule('an array of { fd, name? } with descriptors from 3', isListOf(isSocket)),
  authentication: checkAuthentication,
  allowUnauthenticated: rule('true or false', isBoolean),
  allowedHosts: rule(
    'an array of host names such as build.example, without a port',
    isListOf((host) => typeof host === 'string' && isHostName(host)),
  ),
  limits: (limits, name) => checkFields(requireRecord(limits, name), LIMIT_RULES, 'limits.'),
  overflow: rule(OVERFLOW_POLICIES.map((policy) => `'${policy}'`).join(' or '), (policy) =>
    OVERFLOW_POLICIES.includes(policy as OverflowPolicy),
  ),
  bwrapPath: rule('a path, or a name on PATH', isText),
  tools: rule('true or false', isBoolean),
  fleet: (fleet, name) => {
    const fields = requireRecord(fleet, name);
    checkFields(fields, FLEET_RULES, `${name}.`);
    FLEET_RULES.nodeId(fields.nodeId, `${name}.nodeId`);
  },
  tcpUpstreamProxy: rule(
    'HOST:PORT such as proxy.example:3128',
    (proxy) => typeof proxy === 'string' && isHostAndPort(proxy),
  ),
  proxyPrivateIpsViaUpstream: rule('true or false', isBoolean),
  metrics: rule('true or false', isBoolean),
  metricsListen: rule(
    'IP:PORT such as 127.0.0.1:9464',
    (address) => typeof address === 'string' && readIpAndPort(address) !== undefined,
  ),
  auditLog: rule('an object with the method record', (log) => hasMethods(log, ['record'])),
  tracing: rule(
    'an object with isRecording, true or false, and the methods startRequest, dispose',
    (tracing) =>
      hasMethods(tracing, ['startRequest', 'dispose']) &&
      isBoolean((tracing as Tracing).isRecording),
  ),
  logger: rule(`an object with the methods ${LOG_METHODS.join(', ')}`, (logger) =>
    hasMethods(logger, LOG_METHODS),
  ),
  modules: rule(
    'an array of ContainerModule',
    isListOf((module) => hasMethods(module, ['load'])),
  ),
};

/** @throws {StartupError} unless it is the path of a file: an abstract socket has no permissions. */
export const requireSocketPath = (path: unknown): void =>
  rule(
    'an absolute path',
    (value) => typeof value === 'string' && isAbsolute(value) && !value.includes('\0'),
  )(path, 'path');

/** @throws {StartupError} unless it is a time of at least 0 milliseconds, or `Infinity`. */
export const requireTime: Rule = rule(
  'a number of milliseconds from 0',
  (value) => typeof value === 'number' && value >= 0,
);
