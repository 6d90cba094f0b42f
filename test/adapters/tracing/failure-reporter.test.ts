import { expect, test } from '@jest/globals';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { FailureReporter } from '../../../src/adapters/tracing/failure-reporter.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

const FAILED = { code: ExportResultCode.FAILED };
const DONE: ExportResult = { code: ExportResultCode.SUCCESS };

const refused = (code: unknown): ExportResult => ({
  ...FAILED,
  error: Object.assign(new Error('connect to https://user:s3cr3t@collector.example'), { code }),
});

/** Exports with these results, one after the other; returns what was logged, and what the SDK was told. */
const exportAll = (...results: readonly ExportResult[]) => {
  const logger = new RecordingLogger();
  const told: number[] = [];
  const left = [...results];
  const exporter = {
    export: (_: unknown, done: (result: ExportResult) => void) => done(left.shift() ?? DONE),
    shutdown: async () => undefined,
  };
  const reporter = new FailureReporter(exporter, logger);
  for (const _ of results) {
    reporter.export([], ({ code }) => told.push(code));
  }
  return { lines: logger.lines, told };
};

test('a receiver that fails again and again is one warning, until it has worked again', () => {
  const down = refused('ECONNREFUSED');
  const { lines } = exportAll(down, down, DONE, DONE, down, down, down);
  const warning = {
    level: 'warn',
    message: 'exporting traces failed',
    fields: { reason: 'ECONNREFUSED' },
  };
  expect(lines).toEqual([warning, warning]);
});

test.each<[reason: string, result: ExportResult]>([
  ['HTTP status 401', refused(401)],
  ['ENOTFOUND', refused('ENOTFOUND')],
  ['no answer', refused('user:s3cr3t')],
  ['no answer', FAILED],
])('a failure is logged as %s, without what the endpoint is or answers', (reason, result) => {
  expect(exportAll(result).lines.map(({ fields }) => fields)).toEqual([{ reason }]);
});

test('a failure that was logged is told to nothing else', () => {
  expect(exportAll(refused('EPIPE'), DONE).told).toEqual([DONE.code, DONE.code]);
});
