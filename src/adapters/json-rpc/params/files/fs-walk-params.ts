import { ValidateNested } from 'class-validator';
import type { WalkDirectoryCommand } from '../../../../application/use-cases/files/walk-directory.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';
import { WalkOptionsParams } from './walk-options-params.js';

export class FsWalkParams implements protocol.FsWalkParams {
  static readonly nested = { options: WalkOptionsParams, sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @IsRecord()
  @ValidateNested()
  options!: WalkOptionsParams;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): WalkDirectoryCommand {
    return {
      path: parsePathUri('path', this.path),
      options: this.options.toOptions(),
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
