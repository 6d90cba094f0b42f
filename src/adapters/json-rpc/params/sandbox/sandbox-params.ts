import type { SandboxPolicy } from '../../../../domain/sandbox/sandbox-policy.js';
import type * as protocol from '../../../../protocol/process.js';
import { ForeignSandboxPath } from '../../encoding/invalid-params.js';
import { parsePathUri } from '../../encoding/path-uri.js';
import {
  IsFlag,
  IsOneOf,
  IsRecord,
  IsText,
  IsTextList,
  Nullable,
  NullableParams,
  Optional,
} from '../field-types.js';
import { PolicyContextParams } from '../policy-context-params.js';
import { readPermissions } from './sandbox-permissions.js';

/** The sandbox of a request. Fields for other operating systems are validated and ignored. */
export class SandboxParams implements protocol.SandboxContext {
  static readonly isClosed = true;
  static readonly nested = { policyContext: PolicyContextParams };

  @IsRecord()
  permissions!: protocol.SandboxPermissions;

  /** No effect here and upstream: what is permitted is enforced. */
  @Optional()
  @IsOneOf('noOverride', 'escalatedSandboxWithRestrictions', 'bypassSandboxFirstAttempt')
  sandboxOverride?: string;

  @Nullable()
  @IsText()
  cwd?: string | null;

  @Optional()
  @IsTextList()
  workspaceRoots?: string[];

  @NullableParams()
  policyContext?: PolicyContextParams | null;

  @Nullable()
  @IsText()
  userHomeDir?: string | null;

  @Nullable()
  @IsTextList()
  temporaryDirectories?: string[] | null;

  @IsOneOf('disabled', 'restricted-token', 'elevated', 'mxc')
  windowsSandboxLevel!: string;

  @Optional()
  @IsOneOf('reconcile', 'preserve')
  windowsSandboxProxySettingsMode?: string;

  @Optional()
  @IsFlag()
  useLegacyLandlock?: boolean;

  /** @throws {InvalidParams} that names the invalid field. */
  toPolicy(): SandboxPolicy {
    const { policyContext: context } = this;
    const own = localPaths('sandbox.workspaceRoots', this.workspaceRoots);
    const others = localPaths('sandbox.policyContext.workspaceRoots', context?.workspaceRoots);
    const cwd = optionalPath('sandbox.cwd', this.cwd);
    const other = optionalPath('sandbox.policyContext.cwd', context?.cwd);
    optionalPath('sandbox.userHomeDir', this.userHomeDir);
    return {
      permissions: readPermissions(this.permissions),
      cwd: cwd ?? other,
      // As upstream does: the context, where there is one, replaces the rest.
      workspaceRoots: context ? others : own,
      elsewhere: {
        directories: other === undefined ? [] : [other],
        workspaceRoots: own,
        temporaryDirectories: localPaths('sandbox.temporaryDirectories', this.temporaryDirectories),
      },
    };
  }
}

const localPaths = (field: string, uris: readonly string[] | null | undefined): readonly string[] =>
  (uris ?? []).map((uri, index) => localPath(`${field}[${index}]`, uri));

const optionalPath = (field: string, uri: string | null | undefined): string | undefined =>
  uri == null ? undefined : localPath(field, uri);

const localPath = (field: string, uri: string): string => {
  const { path } = parsePathUri(field, uri);
  if (path === undefined) {
    throw new ForeignSandboxPath(field, uri);
  }
  return path;
};
