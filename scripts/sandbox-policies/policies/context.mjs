import { entries, READ, special, WORK, workspaceWrite } from './builders.mjs';

/** What stands beside the permissions. */
export const CONTEXT_POLICIES = {
  'temporaryDirectories, tmpdir deny': (at) => ({
    ...entries([READ, special('tmpdir', 'deny')])(at),
    temporaryDirectories: [at.uri('other')],
  }),
  'temporaryDirectories, tmpdir write': (at) => ({
    ...entries([READ, special('tmpdir', 'write')])(at),
    temporaryDirectories: [at.uri('other')],
  }),
  'temporaryDirectories, slash_tmp deny': (at) => ({
    ...entries([READ, special('slash_tmp', 'deny')])(at),
    temporaryDirectories: [at.uri('other')],
  }),
  'policyContext with other workspaceRoots': workspaceWrite((at) => ({
    policyContext: { cwd: at.uri('other'), workspaceRoots: [at.uri('other')] },
  })),
  'policyContext with a denial': (at) => ({
    ...entries([READ, WORK, special('project_roots', 'deny', { subpath: 'file' })])(at),
    policyContext: { cwd: at.uri('other'), workspaceRoots: [at.uri('other')] },
  }),
  'policyContext without workspaceRoots': workspaceWrite((at) => ({
    policyContext: { cwd: at.uri('work'), workspaceRoots: [] },
  })),
  'policyContext, no cwd': workspaceWrite((at) => ({
    cwd: undefined,
    policyContext: { cwd: at.uri('work'), workspaceRoots: [at.uri('work')] },
  })),
};
