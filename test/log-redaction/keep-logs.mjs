import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Has every daemon of the suite log all that it would ever log, with a secret in its environment. */
const keepLogs = async () => {
  process.env.EXEC_SERVER_HARNESS_LOGS = await mkdtemp(join(tmpdir(), 'exec-server-logs-'));
  process.env.EXEC_SERVER_LOG_LEVEL = 'debug';
  process.env.PLANTED = 'planted-inherited-variable';
};

export default keepLogs;
