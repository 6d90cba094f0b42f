import { expect, test } from '@jest/globals';
import {
  findServiceManager,
  notifyReload,
  notifyStop,
  type ServiceManager,
} from '../../../src/main/daemon/service-manager.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

/** A service manager, and a server and a reload, which record their calls. */
const recording = () => {
  const events: string[] = [];
  const manager: ServiceManager = {
    ready: (status) => events.push(`ready: ${status}`),
    reloading: () => events.push('reloading'),
    stopping: (status) => events.push(`stopping: ${status.replace(/:.*/, '')}`),
  };
  const server = {
    drain: async ({ timeoutMs = 0 } = {}) => events.push(`drain for ${timeoutMs}`),
    close: async () => {
      events.push('close');
    },
  };
  const reload = async (): Promise<void> => {
    await Promise.resolve();
    events.push('reload');
  };
  return { events, manager, server, reload };
};

test('the service manager is notified of a drain and of the stop before they begin', async () => {
  const { events, manager, server } = recording();
  const stoppable = notifyStop(Promise.resolve(server), manager);
  await stoppable.drain({ timeoutMs: 5 });
  await stoppable.close();
  expect(events).toEqual(['stopping: draining', 'drain for 5', 'stopping: stopping', 'close']);
});

test('the service manager is notified when a reload begins, and when it is done', async () => {
  const { events, manager, reload } = recording();
  await notifyReload(reload, manager, Promise.resolve({ url: 'ws://127.0.0.1:1' }));
  expect(events).toEqual(['reloading', 'reload', 'ready: listening on ws://127.0.0.1:1']);
});

test('a daemon whose service manager cannot be reached runs, and logs it', async () => {
  const logger = new RecordingLogger();
  const service = { sockets: [], notifySocket: 'vsock:2:1', watchdogMs: 1 };
  const manager = await findServiceManager(service, logger);
  manager.ready('listening');
  manager.reloading();
  manager.stopping('stopping');
  expect(logger.lines).toMatchObject([
    { level: 'warn', message: 'service manager unreachable: it is not notified' },
  ]);
});
