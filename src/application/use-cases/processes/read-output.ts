import type { OutputPage } from '../../../domain/output/output-log.js';
import type { ProcessHandle } from '../../../domain/processes/process-handle.js';
import type { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import { requireProcess } from '../../../domain/sessions/require-process.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { Clock } from '../../ports/clock.js';

export interface ReadOutputCommand {
  readonly processId: string;
  /** Only output above this number; 0: from the start. */
  readonly afterSeq: number;
  /** Undefined: no limit. */
  readonly maxBytes: number | undefined;
  /** How long to wait for new events; 0: not at all. */
  readonly waitMs: number;
}

/** Reads a process's output, and waits for it if asked to. */
export class ReadOutput {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves at once if there are events above `afterSeq`, else with the first one or after `waitMs`.
   *
   * @throws {ExecServerError} when the process is unknown, or the session is taken over during the wait.
   */
  async execute(connection: ClientConnection, command: ReadOutputCommand): Promise<OutputPage> {
    const session = connection.requireVisibleSession('exec');
    const { processId } = command;
    const process = requireProcess(await session.process(processId), processId);
    if (command.waitMs > 0 && !process.hasEventsAfter(command.afterSeq)) {
      if (!connection.isObserver) {
        // At once: the process may be paused until its client has what it missed.
        process.recordPosition(command.afterSeq);
      }
      await this.#awaitOutput(process, command, connection.closed);
    }
    connection.requireVisibleSession('exec');
    return connection.isObserver
      ? process.peek(command.afterSeq, command.maxBytes)
      : process.read(command.afterSeq, command.maxBytes);
  }

  /** Resolves with the next event above `afterSeq`, after `waitMs`, or when the connection closes. */
  #awaitOutput(
    process: ProcessHandle,
    command: ReadOutputCommand,
    gone: OneShotEvent,
  ): Promise<void> {
    return new Promise((resolve) => {
      let forgetEnd = (): unknown => undefined;
      const finish = (): void => {
        stopTimer();
        stopListening();
        forgetEnd();
        resolve();
      };
      const stopTimer = this.#clock.schedule(command.waitMs, finish);
      const stopListening = process.onEvent(() => {
        if (process.hasEventsAfter(command.afterSeq)) {
          finish();
        }
      });
      forgetEnd = gone.onFire(finish);
    });
  }
}
