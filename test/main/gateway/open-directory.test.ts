import { expect, test } from '@jest/globals';
import { openDirectory } from '../../../src/main/gateway/open-directory.js';
import { StartupError } from '../../../src/main/startup-error.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

test.each([
  'ws://h:99999',
  'ws://h:1,ws://h:99999',
  'dns://name:99999',
  'dns://a b:1',
  'redis://h/x',
])('openDirectory refuses %s, which no gateway can dial', async (nodes) => {
  await expect(openDirectory(nodes, new RecordingLogger())).rejects.toThrow(StartupError);
});
