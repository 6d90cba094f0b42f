import { expect, test } from '@jest/globals';
import { SandboxRefused } from '../../../src/domain/sandbox/sandbox-refused.js';
import { SandboxNotice } from '../../../src/main/daemon/sandbox-notice.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { Deferred } from '../../support/deferred.js';
import { settled } from '../../support/settled.js';

type Found = { path: string; version: string | undefined };

const setUp = () => {
  const logger = new RecordingLogger();
  const found = new Deferred<Found>();
  let looks = 0;
  const describe = (): Promise<Found> => {
    looks += 1;
    return found.promise;
  };
  return { logger, found, looks: () => looks, news: new SandboxNotice({ describe }, logger) };
};

test('sandbox notice is logged once bubblewrap is known, and nothing waits for it', async () => {
  const { news, looks, found, logger } = setUp();
  news.logSoon();
  expect(looks()).toBe(0);
  await settled();
  expect(looks()).toBe(1);
  found.resolve({ path: '/usr/bin/bwrap', version: '0.8.0' });
  await settled();
  expect(logger.lines).toEqual([
    {
      level: 'info',
      message: 'sandboxing available',
      fields: { path: '/usr/bin/bwrap', version: '0.8.0' },
    },
  ]);
});

test.each<[string, Error, string]>([
  ['is refused', new SandboxRefused('bubblewrap was not found'), 'bubblewrap was not found'],
  ['fails in another way, without its message', new Error('s3cr3t'), 'it failed unexpectedly'],
])('sandbox notice is a warning when the search %s', async (_, error, reason) => {
  const { news, found, logger } = setUp();
  news.logSoon();
  found.reject(error);
  await settled();
  await settled();
  expect(logger.lines).toEqual([
    { level: 'warn', message: 'sandboxing unavailable', fields: { reason } },
  ]);
});

test('sandbox notice is neither sought nor logged after stop', async () => {
  const { news, looks, found, logger } = setUp();
  news.logSoon();
  news.stop();
  await settled();
  expect(looks()).toBe(0);
  const other = setUp();
  other.news.logSoon();
  await settled();
  other.news.stop();
  other.found.reject(new Error('aborted'));
  found.resolve({ path: 'x', version: undefined });
  await settled();
  expect([...logger.lines, ...other.logger.lines]).toEqual([]);
});
