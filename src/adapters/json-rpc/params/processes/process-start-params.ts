import { ValidateNested } from 'class-validator';
import type { HostPath } from '../../../../application/host/host-path.js';
import type { SpawnProcessCommand } from '../../../../application/use-cases/processes/spawn-process.js';
import { isUtf8Path } from '../../../../domain/files/path-encoding.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../../domain/processes/process-control.js';
import type * as protocol from '../../../../protocol/process.js';
import { InvalidParams, UnavailableSandbox } from '../../encoding/invalid-params.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import {
  IsFlag,
  IsRecord,
  IsText,
  IsTextList,
  IsTextRecord,
  IsUuid,
  Nullable,
  NullableParams,
  Optional,
} from '../field-types.js';
import { NetworkProxyParams } from '../network/network-proxy-params.js';
import { SandboxParams } from '../sandbox/sandbox-params.js';
import { EnvPolicyParams } from './env-policy-params.js';
import { ManagedNetworkParams } from './managed-network-params.js';
import { ShellSnapshotParams } from './shell-snapshot-params.js';
import { TerminalSizeParams } from './terminal-size-params.js';

export class ProcessMetadataParams implements protocol.ProcessMetadata {
  @Nullable()
  @IsUuid()
  threadId?: string | null;

  @Nullable()
  @IsText()
  toolCallId?: string | null;
}

export class ProcessStartParams implements protocol.ProcessStartParams {
  static readonly nested = {
    envPolicy: EnvPolicyParams,
    metadata: ProcessMetadataParams,
    sandbox: SandboxParams,
    managedNetwork: ManagedNetworkParams,
    networkProxy: NetworkProxyParams,
    shellSnapshot: ShellSnapshotParams,
  };

  @IsText()
  processId!: string;

  @IsTextList()
  argv!: string[];

  @IsText()
  cwd!: string;

  @IsTextRecord()
  env!: Record<string, string>;

  @IsFlag()
  tty!: boolean;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  envPolicy?: EnvPolicyParams | null;

  @Optional()
  @IsFlag()
  pipeStdin?: boolean;

  @Nullable()
  @IsText()
  arg0?: string | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  metadata?: ProcessMetadataParams | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: SandboxParams | null;

  @Optional()
  @IsFlag()
  enforceManagedNetwork?: boolean;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  managedNetwork?: ManagedNetworkParams | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  networkProxy?: NetworkProxyParams | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  shellSnapshot?: ShellSnapshotParams | null;

  /** @throws {InvalidParams} when `cwd` is not a path URI, or not UTF-8, or the sandbox is one of Windows. */
  toCommand(): SpawnProcessCommand {
    if (this.sandbox?.windowsSandboxLevel === 'mxc') {
      throw new UnavailableSandbox('native MXC is unavailable on this executor');
    }
    return {
      processId: this.processId,
      argv: this.argv,
      arg0: this.arg0 ?? undefined,
      cwd: readDirectory(this.cwd),
      env: this.env,
      envPolicy: this.envPolicy ?? undefined,
      terminal: this.tty ? DEFAULT_TERMINAL_SIZE : undefined,
      pipeStdin: this.pipeStdin ?? false,
      restrictions: {
        sandbox: this.sandbox?.toPolicy(),
        networkProxy: this.networkProxy?.toLaunch(),
        enforceManagedNetwork: this.enforceManagedNetwork ?? false,
      },
      shellSnapshot: this.shellSnapshot ?? undefined,
    };
  }
}

export class ExtendedProcessStartParams extends ProcessStartParams {
  static override readonly nested = {
    ...ProcessStartParams.nested,
    terminalSize: TerminalSizeParams,
  };

  @NullableParams()
  terminalSize?: TerminalSizeParams | null;

  /** @throws {InvalidParams} as those of upstream. */
  override toCommand(): SpawnProcessCommand {
    const command = super.toCommand();
    const size = this.terminalSize?.toSize();
    return { ...command, terminal: command.terminal && (size ?? command.terminal) };
  }
}

/** Node cannot start a process in a directory whose name is not UTF-8. */
const readDirectory = (uri: string): HostPath => {
  const cwd = parsePathUri('cwd', uri);
  if (cwd.path === undefined || isUtf8Path(cwd.path)) {
    return cwd;
  }
  throw new InvalidParams(`'${uri}' is not valid UTF-8, as field \`cwd\` must be`);
};
