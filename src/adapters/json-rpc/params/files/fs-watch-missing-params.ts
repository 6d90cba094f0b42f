import type { WatchMissingCommand } from '../../../../application/use-cases/files/watch-missing.js';
import type * as protocol from '../../../../protocol/files.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsExactUnsigned, IsText, IsTextList, Nullable } from '../field-types.js';

export class FsWatchMissingParams implements protocol.FsWatchMissingParams {
  @IsExactUnsigned()
  watchId!: number;

  @IsTextList()
  missing!: string[];

  @Nullable()
  @IsText()
  present?: string | null;

  /** @throws {InvalidParams} when a path is not a path URI. */
  toCommand(): WatchMissingCommand {
    return {
      watchId: BigInt(this.watchId),
      missing: this.missing.map((uri) => parsePathUri('missing', uri)),
      present: this.present == null ? undefined : parsePathUri('present', this.present),
    };
  }
}
