import type { Command } from 'commander';
import { readIpAndPort } from './listen-url.js';
import { GROUPS } from './option-groups.js';
import { optionOf } from './option-names.js';
import { textParser } from './text-values.js';

/** Adds `--metrics-listen` and `--metrics`. */
export const addMetricsOptions = (command: Command): void => {
  command.addOption(
    optionOf(
      '--metrics-listen <IP:PORT>',
      'listening address of /metrics, /livez and /readyz alone, such as 127.0.0.1:9464; on loopback without a token, beyond it with that of clients',
      GROUPS.metrics,
    ).argParser(
      textParser(
        'IP:PORT such as 127.0.0.1:9464 or [::1]:9464',
        (text) => readIpAndPort(text) !== undefined,
      ),
    ),
  );
  command.addOption(
    optionOf(
      '--metrics',
      'serve /metrics on the address of clients too, with their token',
      GROUPS.metrics,
    ),
  );
};

/** The values of both options, with their defaults. */
export const readMetricsOptions = (
  given: Readonly<Record<string, unknown>>,
): { metricsListen: string | undefined; metrics: boolean } => ({
  metricsListen: given.metricsListen as string | undefined,
  metrics: given.metrics === true,
});
