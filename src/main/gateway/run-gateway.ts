import { SystemClock } from '../../adapters/system/system-clock.js';
import { controlProgram } from '../daemon/control-program.js';
import { ReloadableConfiguration } from '../daemon/reload.js';
import { findServiceManager, readServiceEnvironment, statusOf } from '../daemon/service-manager.js';
import { mapStackTraces } from '../daemon/stack-traces.js';
import { failToStart } from '../daemon/start-failure.js';
import { openLog, printUrl } from '../daemon/start-up.js';
import { setV8Flags } from '../daemon/v8-flags.js';
import { startGateway } from './gateway.js';
import { GATEWAY } from './gateway-command-line.js';

/** Starts a gateway, which runs until a signal stops it. If that fails, prints why and sets the exit code. */
export const runGateway = (argv: readonly string[]): Promise<void> =>
  start(argv).catch(failToStart);

const start = async (argv: readonly string[]): Promise<void> => {
  mapStackTraces();
  setV8Flags();
  const service = readServiceEnvironment();
  const configuration = await ReloadableConfiguration.read(GATEWAY, argv);
  const { logLevel, misspeltVariables, drainTimeoutMs: _, ...options } = configuration.current;
  const clock = new SystemClock();
  const log = await openLog({ logLevel, misspeltVariables }, clock);
  const { logger } = log;
  const manager = await findServiceManager(service, logger);
  const starting = startGateway({ ...options, sockets: service.sockets, logger });
  controlProgram(starting, { configuration, log, manager });
  const gateway = await starting;
  printUrl(gateway.url, clock, logger);
  manager.ready(statusOf(gateway));
};
