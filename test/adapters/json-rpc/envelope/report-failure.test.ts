import { expect, test } from '@jest/globals';
import { reportFailure } from '../../../../src/adapters/json-rpc/envelope/report-failure.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';
import { RecordingAuditLog } from '../../../fakes/recording-audit-log.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { RecordingMetrics } from '../../../fakes/recording-metrics.js';

test.each(['/s3cr3t', '/a`s3cr3t`b', '`s3cr3t', '/a\n`s3cr3t`\nb'])(
  'the log of a refused sandbox has nothing of the path %j',
  (path) => {
    const logger = new RecordingLogger();
    const metrics = new RecordingMetrics();
    const context = { logger, metrics, auditLog: new RecordingAuditLog(), osName: () => 'linux' };
    const error = new SandboxRefused(`the rule for \`${path}\` (\`write\`) leads elsewhere`);
    reportFailure(error, { method: 'process/start' }, context);
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'sandbox refused',
        fields: { method: 'process/start', reason: 'the rule for `…`) leads elsewhere' },
      },
    ]);
  },
);
