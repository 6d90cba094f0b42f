import { ExecServerError } from '../../../domain/errors.js';
import type { OverflowPolicy } from '../../../domain/output/output-log.js';
import type { ProcessCommand } from '../../../domain/processes/process-description.js';
import { ProcessHandle } from '../../../domain/processes/process-handle.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { OutputLimits } from '../../limits/output-limits.js';
import type { ProcessLimits } from '../../limits/process-limits.js';
import { ProcessReport, type ReportPorts } from '../../logging/process-report.js';
import type { AuditedClient, AuditedCommand } from '../../ports/audit-log.js';
import type { Clock } from '../../ports/clock.js';
import type { ProcessObserver } from '../../ports/process-runner.js';
import { ClosedProcessRemoval } from './closed-process-removal.js';
import { OutputCoalescer } from './output-coalescer.js';
import type { OutputMemoryBudget } from './output-memory-budget.js';

type TrackerLimits = OutputLimits & ProcessLimits;

/** A process to be tracked. */
export interface NewProcess {
  readonly id: string;
  readonly command: Omit<ProcessCommand, 'startedAtMs'>;
  readonly isSandboxed: boolean;
  /** The names of the variables that its client has set. */
  readonly variables: readonly string[];
}

/** A process before its start, and the observer that records it. */
export interface TrackedProcess {
  readonly handle: ProcessHandle;
  readonly observer: ProcessObserver;
  readonly report: ProcessReport;
}

/** Records what processes do: in their handles, for their sessions and in reports. */
export class ProcessTracker {
  readonly #clock: Clock;
  readonly #memory: OutputMemoryBudget;
  readonly #limits: TrackerLimits;
  readonly #overflow: OverflowPolicy;
  readonly #ports: ReportPorts;

  constructor(
    ports: ReportPorts,
    memory: OutputMemoryBudget,
    limits: TrackerLimits,
    overflow: OverflowPolicy,
  ) {
    this.#clock = ports.clock;
    this.#memory = memory;
    this.#limits = limits;
    this.#overflow = overflow;
    this.#ports = ports;
  }

  /** @param client log fields of the client that starts it. */
  track(
    session: Session,
    { id, command, isSandboxed, variables }: NewProcess,
    client: AuditedClient,
  ): TrackedProcess {
    const { argv, isArgvAbridged, cwd, isOnTerminal } = command;
    const startedAtMs = this.#clock.unixTimeMs();
    const handle = new ProcessHandle(id, {
      command: { argv, isArgvAbridged, cwd, isOnTerminal, startedAtMs },
      output: {
        bytes: this.#limits.outputRetentionBytes,
        chunks: this.#limits.outputRetentionChunks,
      },
      overflow: this.#overflow,
      onEvicted: (bytes) => this.#ports.metrics.outputDropped(bytes),
      outputWindowBytes: this.#limits.outputWindowBytes,
      maxRememberedWriteIds: this.#limits.maxRememberedWriteIds,
      isSandboxed,
    });
    const audited: AuditedCommand = { argv, isArgvAbridged, cwd, variables, isSandboxed };
    const report = new ProcessReport({ id, command: audited, client }, this.#ports);
    return { handle, observer: this.#observe(session, handle, report), report };
  }

  /** @throws {ExecServerError} when the session has as many processes as it may keep. */
  requireRoom(session: Session): void {
    const { maxProcessesPerSession } = this.#limits;
    if (session.processCount > maxProcessesPerSession) {
      throw new ExecServerError(
        'failed',
        `too many processes: a session keeps at most ${maxProcessesPerSession}`,
        { limit: 'maxProcessesPerSession' },
      );
    }
  }

  #observe(session: Session, process: ProcessHandle, report: ProcessReport): ProcessObserver {
    const requestAck = (): void => session.subscriber?.requestAck();
    const output = new OutputCoalescer(this.#clock, (stream, bytes, release) => {
      session.publish(process.recordOutput(stream, bytes, release));
      this.#memory.count(process, requestAck);
    });
    const { closedProcessRetentionMs } = this.#limits;
    const remove = (): void => {
      session.removeProcess(process);
      this.#memory.forget(process);
    };
    const removal = new ClosedProcessRemoval(
      this.#clock,
      closedProcessRetentionMs,
      session,
      process,
      remove,
    );
    process.onReaderChange((change) => {
      if (change === 'awaits') {
        output.hasten();
        return;
      }
      const isAttached = change === 'attached';
      removal.update(isAttached);
      if (isAttached) {
        output.disable();
      } else {
        output.enable();
      }
    });
    return {
      onOutput: (stream, bytes, release) => output.write(stream, bytes, release),
      onExit: (exitCode, signal) => {
        output.flush();
        const exitedAtMs = this.#clock.unixTimeMs();
        session.publish(process.recordExit({ exitCode, signal, exitedAtMs }));
        report.ended({ exitCode, signal, exitedAtMs }, process.isTerminated);
      },
      onClose: () => {
        output.flush();
        session.publish(process.recordClosed());
        this.#memory.recordClosed(process);
        report.closed();
        removal.start();
      },
      onGone: () => session.releaseSurvivors(process),
    };
  }
}
