import type {
  InputOutcome,
  ProcessControl,
  TerminalSize,
} from '../../src/domain/processes/process-control.js';

/** Notes what is done to a process, in order. */
export class RecordingControl implements ProcessControl {
  /** The names of the methods called; a write is `write TEXT`. */
  readonly calls: string[] = [];
  /** What becomes of every write from now on. */
  inputOutcome: InputOutcome = 'accepted';

  write(bytes: Uint8Array): InputOutcome {
    this.calls.push(`write ${Buffer.from(bytes).toString()}`);
    return this.inputOutcome;
  }

  closeInput(): void {
    this.calls.push('closeInput');
  }

  resize({ columns, rows }: TerminalSize): void {
    this.calls.push(`resize ${columns} ${rows}`);
  }

  signal(name: string): void {
    this.calls.push(`signal ${name}`);
  }

  kill(): void {
    this.calls.push('kill');
  }

  /** Whether the output is to be read no more for now. */
  get isPaused(): boolean {
    const last = this.calls.findLast((call) => call.endsWith('Output'));
    return last === 'pauseOutput';
  }

  pauseOutput(): void {
    this.calls.push('pauseOutput');
  }

  resumeOutput(): void {
    this.calls.push('resumeOutput');
  }
}
