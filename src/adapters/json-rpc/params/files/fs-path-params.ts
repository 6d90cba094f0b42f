import { ValidateNested } from 'class-validator';
import type { CanonicalizeCommand } from '../../../../application/use-cases/files/canonicalize.js';
import type { CopyPathCommand } from '../../../../application/use-cases/files/copy-path.js';
import type { CreateDirectoryCommand } from '../../../../application/use-cases/files/create-directory.js';
import type { GetMetadataCommand } from '../../../../application/use-cases/files/get-metadata.js';
import type { ReadDirectoryCommand } from '../../../../application/use-cases/files/read-directory.js';
import type { RemovePathCommand } from '../../../../application/use-cases/files/remove-path.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsRecord, IsText, Nullable } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class FsCanonicalizeParams implements protocol.FsCanonicalizeParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): CanonicalizeCommand {
    return {
      path: parsePathUri('path', this.path),
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}

export class FsGetMetadataParams implements protocol.FsGetMetadataParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): GetMetadataCommand {
    return {
      path: parsePathUri('path', this.path),
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}

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

export class FsCreateDirectoryParams implements protocol.FsCreateDirectoryParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): CreateDirectoryCommand {
    return {
      path: parsePathUri('path', this.path),
      recursive: this.recursive ?? true,
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}

export class FsRemoveParams implements protocol.FsRemoveParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  path!: string;

  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  force?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @Nullable()
  @IsRecord()
  @ValidateNested()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): RemovePathCommand {
    return {
      path: parsePathUri('path', this.path),
      recursive: this.recursive ?? true,
      force: this.force ?? true,
      followSymlinks: this.followSymlinks ?? true,
      sandbox: this.sandbox?.toPolicy(),
    };
  }
}

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
