import type { SandboxPolicy } from '../../../domain/sandbox-policy.js';
import type * as protocol from '../../../protocol/process.js';
import { InvalidParams } from '../invalid-params.js';
import { parsePathUri } from '../path-uri.js';
import {
  IsFlag,
  IsOneOf,
  IsRecord,
  IsText,
  IsTextList,
  Nullable,
  Optional,
} from './field-types.js';
import { readPermissions } from './sandbox-permissions.js';

/** How a request must be confined. What is for other systems is checked and not used. */
export class SandboxParams implements protocol.SandboxContext {
  @IsRecord()
  permissions!: protocol.SandboxPermissions;

  @Nullable()
  @IsText()
  cwd?: string | null;

  @Optional()
  @IsTextList()
  workspaceRoots?: string[];

  @IsOneOf('disabled', 'restricted-token', 'elevated', 'mxc')
  windowsSandboxLevel!: string;

  @Optional()
  @IsOneOf('reconcile', 'preserve')
  windowsSandboxProxySettingsMode?: string;

  @Optional()
  @IsFlag()
  useLegacyLandlock?: boolean;

  @Nullable()
  @IsRecord()
  policyContext?: object | null;

  @Nullable()
  @IsText()
  userHomeDir?: string | null;

  /** @throws {InvalidParams} that names what is wrong. */
  toPolicy(): SandboxPolicy {
    return {
      permissions: readPermissions(this.permissions),
      cwd: this.cwd ? localPath('sandbox.cwd', this.cwd) : undefined,
      workspaceRoots: (this.workspaceRoots ?? []).map((uri, index) =>
        localPath(`sandbox.workspaceRoots[${index}]`, uri),
      ),
    };
  }
}

const localPath = (field: string, uri: string): string => {
  const { path } = parsePathUri(field, uri);
  if (path === undefined) {
    throw new InvalidParams(`'${uri}' is invalid on 'linux' (field \`${field}\`)`);
  }
  return path;
};
