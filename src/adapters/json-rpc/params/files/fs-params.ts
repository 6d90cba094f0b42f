import type { HostPath } from '../../../../application/host/host-path.js';
import type { SandboxPolicy } from '../../../../domain/sandbox/sandbox-policy.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { IsText } from '../field-types.js';
import type { ParamsClass } from '../params-plan.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

/** Parameters of a request for one path. The order is that of the protocol: `path` first, `sandbox` last. */
export abstract class FsParams {
  static readonly nested: Readonly<Record<string, ParamsClass<object>>> = {
    sandbox: FileSandboxParams,
  };

  @IsText()
  path!: string;

  abstract sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `path` is not a path URI. */
  protected target(): { readonly path: HostPath; readonly sandbox: SandboxPolicy | undefined } {
    return { path: parsePathUri('path', this.path), sandbox: this.sandbox?.toPolicy() };
  }
}
