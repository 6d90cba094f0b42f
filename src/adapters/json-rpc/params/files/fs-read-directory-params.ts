import { ValidateNested } from 'class-validator';
import type { ReadDirectoryCommand } from '../../../../application/use-cases/files/read-directory.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsReadDirectoryParams implements protocol.FsReadDirectoryParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): ReadDirectoryCommand {
    return {
      path: parsePathUri('path', this.path),
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
