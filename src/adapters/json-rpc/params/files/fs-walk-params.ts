import { ValidateNested } from 'class-validator';
import type { WalkDirectoryCommand } from '../../../../application/use-cases/files/walk-directory.js';
import type * as protocol from '../../../../protocol/files.js';
import { IsRecord, NullableParams } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';
import { FsParams } from './fs-params.js';
import { WalkOptionsParams } from './walk-options-params.js';

export class FsWalkParams extends FsParams implements protocol.FsWalkParams {
  static override readonly nested = { options: WalkOptionsParams, sandbox: FileSandboxParams };

  @IsRecord()
  @ValidateNested()
  options!: WalkOptionsParams;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): WalkDirectoryCommand {
    return {
      options: this.options.toOptions(),
      ...this.target(),
    };
  }
}
