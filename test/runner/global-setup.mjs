import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleDaemon } from './bundle-daemon.mjs';

/**
 * Has every daemon of the suite log all that it would ever log, with a secret in its environment. The daemons are one bundle of `dist`,
 * unless `TEST_DAEMON=dist`.
 */
const globalSetup = async ({ rootDir }) => {
  process.env.EXEC_SERVER_HARNESS_LOGS = await mkdtemp(join(tmpdir(), 'exec-server-logs-'));
  process.env.EXEC_SERVER_LOG_LEVEL = 'debug';
  process.env.PLANTED = 'planted-inherited-variable';
  const { TEST_DAEMON, TEST_GROUP } = process.env;
  const isBuilt = existsSync(join(rootDir, 'dist', 'main', 'cli.js'));
  if (isBuilt && TEST_DAEMON !== 'dist' && TEST_GROUP !== 'unit') {
    process.env.EXEC_SERVER_HARNESS_PROGRAM = await bundleOrBuilt(rootDir);
  }
};

/** Where esbuild is not installed, the daemons are those of `dist`: slower, and the same. */
const bundleOrBuilt = async (rootDir) => {
  try {
    return await bundleDaemon(rootDir);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') {
      throw error;
    }
    process.stderr.write(
      'esbuild is not installed (npm ci): the daemons of this run start slowly\n',
    );
    return join(rootDir, 'dist', 'main', 'cli.js');
  }
};

export default globalSetup;
