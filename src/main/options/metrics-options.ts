import { type Command, InvalidArgumentError, Option } from 'commander';
import { readIpAndPort } from './listen-url.js';
import { GROUPS } from './option-groups.js';
import { variableOf } from './option-names.js';

/** Adds `--metrics-listen` and `--metrics`. */
export const addMetricsOptions = (command: Command): void => {
  command.addOption(
    new Option(
      '--metrics-listen <IP:PORT>',
      'listening address of /metrics, /livez and /readyz alone, such as 127.0.0.1:9464; on loopback without a token, beyond it with that of clients',
    )
      .helpGroup(GROUPS.metrics)
      .env(variableOf('metrics-listen'))
      .argParser(parseAddress),
  );
  command.addOption(
    new Option('--metrics', 'serve /metrics on the address of clients too, with their token')
      .helpGroup(GROUPS.metrics)
      .env(variableOf('metrics')),
  );
};

/** The values of both options, with their defaults. */
export const readMetricsOptions = (
  given: Readonly<Record<string, unknown>>,
): { metricsListen: string | undefined; metrics: boolean } => ({
  metricsListen: given.metricsListen as string | undefined,
  metrics: given.metrics === true,
});

const parseAddress = (text: string): string => {
  if (readIpAndPort(text) === undefined) {
    throw new InvalidArgumentError('Expected IP:PORT such as 127.0.0.1:9464 or [::1]:9464.');
  }
  return text;
};
