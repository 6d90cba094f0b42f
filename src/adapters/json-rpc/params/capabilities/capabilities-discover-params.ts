import type { DiscoverInstalledCapabilitiesCommand } from '../../../../application/use-cases/capabilities/discover-installed-capabilities.js';
import type * as protocol from '../../../../protocol/capabilities.js';
import { InvalidParams } from '../../encoding/invalid-params.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import { INVENTORY_FORMAT } from '../../presenters/present-inventory.js';
import { IsText, NullableParams } from '../field-types.js';
import { FileSandboxParams } from '../sandbox/file-sandbox-params.js';

export class CapabilitiesDiscoverParams implements protocol.CapabilitiesDiscoverParams {
  static readonly nested = { sandbox: FileSandboxParams };

  @IsText()
  cwd!: string;

  @NullableParams()
  sandbox?: FileSandboxParams | null;

  /** @throws {InvalidParams} when `cwd` is not a path URI. */
  toCommand(): DiscoverInstalledCapabilitiesCommand {
    // The value is not used, but an invalid one is reported to the client.
    parsePathUri('cwd', this.cwd);
    if (this.sandbox && !this.sandbox.cwd) {
      throw new InvalidParams('missing field `sandbox.cwd`');
    }
    return { sandbox: this.sandbox?.toPolicy(), format: INVENTORY_FORMAT };
  }
}
