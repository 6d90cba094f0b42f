import type { CapabilityRootQuery } from '../../../../application/use-cases/capabilities/discover-capability-roots.js';
import type * as protocol from '../../../../protocol/capabilities.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsList, IsText, NullableParams } from '../field-types.js';
import { paramsReader } from '../read-params.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

class CapabilityRootParams implements protocol.CapabilityRootRequest {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  id!: string;

  @IsText()
  path!: string;

  @NullableParams()
  sandbox?: FileSandboxParams | null;
}

/** The roots are validated one by one in `toCommand`. */
export class CapabilityRootsParams {
  @IsList()
  roots!: unknown[];

  /** @throws {InvalidParams} when a root is invalid. */
  toCommand(): readonly CapabilityRootQuery[] {
    const read = paramsReader(CapabilityRootParams);
    return this.roots.map((root) => {
      const { id, path, sandbox } = read(root);
      return { id, directory: parsePathUri('path', path), sandbox: sandbox?.toPolicy() };
    });
  }
}
