import { ExecServerError } from '../../../domain/errors.js';
import type { OutputPage } from '../../../domain/output/output-log.js';
import type { ProcessHandle } from '../../../domain/processes/process-handle.js';
import { type ClientConnection, sessionTakenOver } from '../../connection/client-connection.js';
import type { Clock } from '../../ports/clock.js';

export interface ReadOutputCommand {
  readonly processId: string;
  /** Only what comes behind this number; 0: from the start. */
  readonly afterSeq: number;
  /** Undefined: all that is kept. */
  readonly maxBytes: number | undefined;
  /** How long to wait for news; 0: not at all. */
  readonly waitMs: number;
}

/** Reads what a process wrote, and waits for it if asked to. */
export class ReadOutput {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves at once if there is news behind `afterSeq`, else with the first of it or after `waitMs`.
   *
   * @throws {ExecServerError} when the process is unknown, or the connection lost its session while waiting.
   */
  async execute(connection: ClientConnection, command: ReadOutputCommand): Promise<OutputPage> {
    const session = connection.requireSession('exec');
    const process = await session.process(command.processId);
    if (process === undefined) {
      throw new ExecServerError('invalid-request', `unknown process id ${command.processId}`);
    }
    if (command.waitMs > 0 && !process.hasEventsAfter(command.afterSeq)) {
      await this.#news(process, command, connection.closed);
    }
    if (!session.isAttachedTo(connection.channel)) {
      throw sessionTakenOver();
    }
    return process.read(command.afterSeq, command.maxBytes);
  }

  /** Resolves with news behind `afterSeq`, after `waitMs`, or when the connection has gone. */
  #news(process: ProcessHandle, command: ReadOutputCommand, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        stopTimer();
        stopListening();
        gone.removeEventListener('abort', finish);
        resolve();
      };
      const stopTimer = this.#clock.schedule(command.waitMs, finish);
      const stopListening = process.onEvent(() => {
        if (process.hasEventsAfter(command.afterSeq)) {
          finish();
        }
      });
      if (gone.aborted) {
        finish();
      } else {
        gone.addEventListener('abort', finish, { once: true });
      }
    });
  }
}
