import type { TerminalSize } from '../../../../domain/processes/process-control.js';
import type * as protocol from '../../../../protocol/process-extensions.js';
import { IsTerminalLength } from '../field-types.js';

export class TerminalSizeParams implements protocol.TerminalSize {
  @IsTerminalLength()
  cols!: number;

  @IsTerminalLength()
  rows!: number;

  toSize(): TerminalSize {
    return { columns: this.cols, rows: this.rows };
  }
}
