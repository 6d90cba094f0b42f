import { openNotifySocket } from '../../adapters/systemd/notify-socket.js';
import {
  type ServiceEnvironment,
  takeServiceEnvironment,
} from '../../adapters/systemd/service-environment.js';
import { ServiceNotifier } from '../../adapters/systemd/service-notifier.js';
import type { Logger } from '../../application/ports/logger.js';
import type { DrainOptions, ExecServer } from '../exec-server.js';
import { StartupError } from '../startup-error.js';

/** Takes the states of this service. */
export type ServiceManager = Pick<ServiceNotifier, 'ready' | 'reloading' | 'stopping'>;

/** A server that drains and closes. */
export type Stoppable = Pick<ExecServer, 'close' | 'drain'>;

const NO_SERVICE_MANAGER: ServiceManager = {
  ready: () => undefined,
  reloading: () => undefined,
  stopping: () => undefined,
};

/** What the service manager passes to this process; its variables are removed, so that no child inherits them. @throws {StartupError} when it is not valid */
export const readServiceEnvironment = (): ServiceEnvironment => {
  try {
    return takeServiceEnvironment(process.env, process.pid);
  } catch (error) {
    throw new StartupError((error as Error).message);
  }
};

/** The service manager that started this process, with its watchdog served from now on; without one notifications have no effect. */
export const findServiceManager = async (
  { notifySocket, watchdogMs }: ServiceEnvironment,
  logger: Logger,
): Promise<ServiceManager> => {
  if (notifySocket === undefined) {
    return NO_SERVICE_MANAGER;
  }
  try {
    const notifier = new ServiceNotifier(await openNotifySocket(notifySocket), logger);
    if (watchdogMs !== undefined) {
      notifier.watch(watchdogMs);
    }
    return notifier;
  } catch (error) {
    const { message: cause } = error as Error;
    logger.warn('service manager unreachable: it is not notified', { cause });
    return NO_SERVICE_MANAGER;
  }
};

/** The same server, once it has started; `manager` is notified first when it drains or closes. */
export const notifyStop = (starting: Promise<Stoppable>, manager: ServiceManager): Stoppable => ({
  drain: async (options: DrainOptions = {}) => {
    const server = await starting;
    manager.stopping('draining: /readyz tells how many are left');
    return server.drain(options);
  },
  close: async () => {
    const server = await starting;
    manager.stopping('stopping');
    return server.close();
  },
});

/** A server that listens. */
export interface Listening {
  readonly url: string;
}

/** What the service manager shows of a program that is ready. */
export const statusOf = ({ url }: Listening): string => `listening on ${url}`;

/** Notifies `manager` of a reload, also of one that changes nothing. A program that is still starting reloads when it has started. */
export const notifyReload = async (
  reload: () => Promise<void>,
  manager: ServiceManager,
  starting: Promise<Listening>,
): Promise<void> => {
  const server = await starting;
  manager.reloading();
  await reload();
  manager.ready(statusOf(server));
};
