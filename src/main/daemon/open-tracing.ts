import type { OtlpProtocol } from '../../adapters/tracing/otlp-tracing.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Tracing } from '../../application/ports/tracing.js';
import { packageVersion } from '../package-root.js';

type Variables = Readonly<Record<string, string | undefined>>;

const PROTOCOLS: readonly OtlpProtocol[] = ['http/protobuf', 'http/json'];
const RATIO_SAMPLERS = ['traceidratio', 'parentbased_traceidratio'];
const SAMPLERS = [
  'always_on',
  'always_off',
  'parentbased_always_on',
  'parentbased_always_off',
  ...RATIO_SAMPLERS,
];

/**
 * Exports traces where the environment names a receiver, by the variables of OpenTelemetry; undefined: it names none, or they cannot
 * be used, which is a warning. The SDK is loaded only where it is used.
 */
export const openTracing = async (
  logger: Logger,
  variables: Variables = process.env,
): Promise<Tracing | undefined> => {
  const { endpoint, exporter, protocol, sampler, ratio, isDisabled } = settingsOf(variables);
  if (endpoint.value === undefined || isDisabled || exporter.value === 'none') {
    return undefined;
  }
  const unusable = [
    checked(exporter, 'otlp or none', (name) => name === 'otlp'),
    checked(endpoint, 'a URL such as http://127.0.0.1:4318', isHttpUrl),
    checked(protocol, PROTOCOLS.join(' or '), (name) => PROTOCOLS.some((each) => each === name)),
  ].find((fault) => fault !== undefined);
  if (unusable !== undefined) {
    logger.warn('traces are not exported: invalid variable', unusable);
    return undefined;
  }
  const ignored = [
    checked(sampler, SAMPLERS.join(', '), (name) => SAMPLERS.includes(name)),
    RATIO_SAMPLERS.includes(sampler.value ?? '')
      ? checked(ratio, 'a number from 0 to 1', isRatio)
      : undefined,
  ];
  for (const fault of ignored) {
    if (fault !== undefined) {
      logger.warn('invalid variable ignored', fault);
    }
  }
  const { otlpTracing } = await import('../../adapters/tracing/otlp-tracing.js');
  const encoding = PROTOCOLS.find((each) => each === protocol.value) ?? 'http/protobuf';
  logger.info('exporting traces', { protocol: encoding });
  return otlpTracing(encoding, packageVersion(), logger);
};

/** A variable and its value; undefined: not set. */
interface Setting {
  readonly variable: string;
  readonly value: string | undefined;
}

const settingsOf = (variables: Variables) => {
  /** The first of these variables that is set; an empty one counts as not set. */
  const first = (...names: readonly [string, ...string[]]): Setting => {
    const variable = names.find((name) => variables[name]?.trim()) ?? names[0];
    return { variable, value: variables[variable]?.trim() || undefined };
  };
  return {
    endpoint: first('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'),
    protocol: first('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'),
    exporter: first('OTEL_TRACES_EXPORTER'),
    sampler: first('OTEL_TRACES_SAMPLER'),
    ratio: first('OTEL_TRACES_SAMPLER_ARG'),
    isDisabled: first('OTEL_SDK_DISABLED').value?.toLowerCase() === 'true',
  };
};

/** The fault of the value, without the value, which may be secret; undefined: it is valid or not set. */
const checked = (
  { variable, value }: Setting,
  expected: string,
  isValid: (value: string) => boolean,
): { variable: string; expected: string } | undefined =>
  value === undefined || isValid(value) ? undefined : { variable, expected };

const isHttpUrl = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const isRatio = (text: string): boolean => Number(text) >= 0 && Number(text) <= 1;
