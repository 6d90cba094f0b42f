import { ValidateNested } from 'class-validator';
import type { ResizeTerminalCommand } from '../../../../application/use-cases/processes/resize-terminal.js';
import type { SignalProcessCommand } from '../../../../application/use-cases/processes/signal-process.js';
import type * as protocol from '../../../../protocol/process.js';
import type * as extensions from '../../../../protocol/process-extensions.js';
import { SIGNALS } from '../../../../protocol/process-extensions.js';
import { IsOneOf, IsRecord, IsText } from '../field-types.js';
import { TerminalSizeParams } from './terminal-size-params.js';

export class ProcessSignalParams implements protocol.ProcessSignalParams {
  @IsText()
  processId!: string;

  @IsOneOf('interrupt')
  signal!: 'interrupt';

  toCommand(): SignalProcessCommand {
    return { processId: this.processId, signal: 'SIGINT' };
  }
}

export class ExtendedProcessSignalParams implements protocol.ProcessSignalParams {
  @IsText()
  processId!: string;

  @IsOneOf('interrupt', ...SIGNALS)
  signal!: protocol.ProcessSignalParams['signal'];

  toCommand(): SignalProcessCommand {
    const { processId, signal } = this;
    return { processId, signal: signal === 'interrupt' ? 'SIGINT' : signal };
  }
}

export class ProcessTerminateParams implements protocol.ProcessTerminateParams {
  @IsText()
  processId!: string;
}

export class ProcessCloseStdinParams implements extensions.ProcessCloseStdinParams {
  @IsText()
  processId!: string;
}

export class ProcessResizeParams implements extensions.ProcessResizeParams {
  static readonly nested = { terminalSize: TerminalSizeParams };

  @IsText()
  processId!: string;

  @IsRecord()
  @ValidateNested()
  terminalSize!: TerminalSizeParams;

  toCommand(): ResizeTerminalCommand {
    return { processId: this.processId, size: this.terminalSize.toSize() };
  }
}
