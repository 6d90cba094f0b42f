import type { ProcessExit } from '../../domain/output/process-event.js';
import { printable } from '../../domain/printable.js';
import type { AuditedClient, AuditedCommand, AuditLog } from '../ports/audit-log.js';
import type { Clock } from '../ports/clock.js';
import type { LogFields, Logger } from '../ports/logger.js';
import type { Metrics, ProcessResult } from '../ports/metrics.js';
import type { ProcessSpan, RequestSpan } from '../ports/tracing.js';

/** What a process is reported to. */
export interface ReportPorts {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A process, for its reports. */
export interface ReportedProcess {
  readonly id: string;
  readonly command: AuditedCommand;
  /** The log fields of the client that starts it. */
  readonly client: AuditedClient;
}

/**
 * Reports the start and the end of one process: to the log at debug level, without its command, environment and output; to
 * the metrics; to the audit log; to the trace of the request that started it.
 */
export class ProcessReport {
  readonly #ports: ReportPorts;
  readonly #command: AuditedCommand;
  readonly #named: { readonly who: AuditedClient; readonly process: string };
  readonly #facts: LogFields;
  #pid: number | undefined;
  #startedAtMs = 0;
  #span: ProcessSpan | undefined;

  constructor({ id, command, client }: ReportedProcess, ports: ReportPorts) {
    this.#ports = ports;
    this.#command = command;
    this.#named = { who: client, process: printable(id) };
    this.#facts = { session: client.session, process: printable(id) };
  }

  /** @param span of the request that started it; undefined: it is not traced */
  started(pid: number | undefined, span: RequestSpan | undefined): void {
    const { auditLog, clock, logger, metrics } = this.#ports;
    this.#pid = pid;
    this.#startedAtMs = clock.nowMs();
    this.#span = span?.startProcess();
    logger.debug('process started', { ...this.#facts, processPid: pid });
    metrics.processStarted();
    auditLog.record({
      event: 'process_started',
      ...this.#named,
      pid,
      command: this.#command,
    });
  }

  notStarted(error: unknown): void {
    const { auditLog, logger } = this.#ports;
    const reason = systemErrorOf(error);
    logger.debug('process not started', { ...this.#facts, reason });
    auditLog.record({
      event: 'process_refused',
      ...this.#named,
      reason,
      command: this.#command,
    });
  }

  /** @param isTerminated it was killed by its client, or with its session. */
  ended(exit: ProcessExit, isTerminated: boolean): void {
    const { exitCode, signal } = exit;
    const { auditLog, clock, logger, metrics } = this.#ports;
    const durationMs = Math.round(clock.nowMs() - this.#startedAtMs);
    const pid = this.#pid;
    logger.debug('process ended', { ...this.#facts, processPid: pid, exitCode, durationMs });
    const result = resultOf(exitCode, isTerminated);
    metrics.processFinished(result, durationMs);
    this.#span?.exited(exit, result);
    auditLog.record({
      event: 'process_ended',
      ...this.#named,
      pid,
      exitCode,
      signal,
      durationMs,
    });
  }

  /** It has exited, and all of its output has been read. */
  closed(): void {
    this.#span?.closed();
  }
}

const resultOf = (exitCode: number, isTerminated: boolean): ProcessResult => {
  if (isTerminated) {
    return 'terminated';
  }
  return exitCode === 0 ? 'success' : 'nonzero_exit';
};

/** The system's error code of a failed start, without the path, which the client sent. */
const systemErrorOf = (error: unknown): string => {
  const { message } = error as Error;
  return /^[A-Z][\w /-]* \(os error \d+\)/.exec(message)?.[0] ?? 'refused';
};
