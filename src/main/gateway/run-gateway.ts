import { SystemClock } from '../../adapters/system/system-clock.js';
import { setCollectorFlags } from '../daemon/collector-flags.js';
import { Shutdown } from '../daemon/shutdown.js';
import { onHangup, stopOnSignals } from '../daemon/signals.js';
import { mapStackTraces } from '../daemon/stack-traces.js';
import { failToStart } from '../daemon/start-failure.js';
import { openLog, printUrl } from '../daemon/start-up.js';
import { startGateway } from './gateway.js';
import { readGatewayCommandLine } from './gateway-command-line.js';

/** Starts a gateway, which runs until a signal stops it. If that fails, prints why and sets the exit code. */
export const runGateway = (argv: readonly string[]): Promise<void> =>
  start(argv).catch(failToStart);

const start = async (argv: readonly string[]): Promise<void> => {
  mapStackTraces();
  setCollectorFlags();
  const { logLevel, misspeltVariables, ...options } = readGatewayCommandLine(argv);
  const clock = new SystemClock();
  const log = await openLog({ logLevel, misspeltVariables }, clock);
  const { logger } = log;
  const gateway = await startGateway({ ...options, logger });
  const shutdown = new Shutdown({ close: gateway.close, drain: async () => 0 }, log);
  process.on('uncaughtException', shutdown.onUnexpectedError);
  stopOnSignals(shutdown, () => 0);
  onHangup(shutdown, () => logger.info('SIGHUP: nothing to reload'));
  printUrl(gateway.url, clock, logger);
};
