import type { WalkOptions } from '../../../../application/ports/file-system.js';
import type * as protocol from '../../../../protocol/files.js';
import { IsFlag, IsUnsigned, Nullable } from '../field-types.js';

export class WalkOptionsParams implements protocol.FsWalkOptions {
  @IsUnsigned()
  maxDepth!: number;

  @IsUnsigned()
  maxDirectories!: number;

  @IsUnsigned()
  maxEntries!: number;

  @IsFlag()
  followDirectorySymlinks!: boolean;

  @Nullable()
  @IsFlag()
  pruneHiddenDirectories?: boolean | null;

  toOptions(): WalkOptions {
    return { ...this, pruneHiddenDirectories: this.pruneHiddenDirectories ?? false };
  }
}
