import { ValidateNested } from 'class-validator';
import type { CopyPathCommand } from '../../../../application/use-cases/files/copy-path.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsCopyParams implements protocol.FsCopyParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  sourcePath!: string;

  @IsText()
  destinationPath!: string;

  @IsFlag()
  recursive!: boolean;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when one of the paths is not a path URI. */
  toCommand(): CopyPathCommand {
    return {
      source: parsePathUri('sourcePath', this.sourcePath),
      destination: parsePathUri('destinationPath', this.destinationPath),
      recursive: this.recursive,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}
