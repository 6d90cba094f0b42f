import type { CanonicalizeCommand } from '../../../../application/use-cases/files/canonicalize.js';
import type { CopyPathCommand } from '../../../../application/use-cases/files/copy-path.js';
import type { CreateDirectoryCommand } from '../../../../application/use-cases/files/create-directory.js';
import type { GetMetadataCommand } from '../../../../application/use-cases/files/get-metadata.js';
import type { ReadDirectoryCommand } from '../../../../application/use-cases/files/read-directory.js';
import type { RemovePathCommand } from '../../../../application/use-cases/files/remove-path.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsFlag, IsText, Nullable, NullableParams } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';
import { FsParams } from './fs-params.js';

export class FsCanonicalizeParams extends FsParams implements protocol.FsCanonicalizeParams {
  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): CanonicalizeCommand {
    return this.target();
  }
}

export class FsGetMetadataParams extends FsParams implements protocol.FsGetMetadataParams {
  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): GetMetadataCommand {
    return {
      followSymlinks: this.followSymlinks ?? true,
      ...this.target(),
    };
  }
}

export class FsReadDirectoryParams extends FsParams implements protocol.FsReadDirectoryParams {
  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): ReadDirectoryCommand {
    return this.target();
  }
}

export class FsCreateDirectoryParams extends FsParams implements protocol.FsCreateDirectoryParams {
  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): CreateDirectoryCommand {
    return {
      recursive: this.recursive ?? true,
      followSymlinks: this.followSymlinks ?? true,
      ...this.target(),
    };
  }
}

export class FsRemoveParams extends FsParams implements protocol.FsRemoveParams {
  @Nullable()
  @IsFlag()
  recursive?: boolean | null;

  @Nullable()
  @IsFlag()
  force?: boolean | null;

  @Nullable()
  @IsFlag()
  followSymlinks?: boolean | null;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  toCommand(): RemovePathCommand {
    return {
      recursive: this.recursive ?? true,
      force: this.force ?? true,
      followSymlinks: this.followSymlinks ?? true,
      ...this.target(),
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

  @NullableParams()
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
