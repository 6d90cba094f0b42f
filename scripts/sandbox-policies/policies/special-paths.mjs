import { entries, READ, special, WORK, workspaceWrite } from './builders.mjs';

/** Special paths. */
export const SPECIAL_PATH_POLICIES = {
  'current_working_directory write': (at) => ({
    ...entries([READ, special('current_working_directory', 'write')])(at),
    cwd: at.uri('work/sub'),
  }),
  'current_working_directory deny': (at) => ({
    ...entries([READ, special('current_working_directory', 'deny')])(at),
    cwd: at.uri('work/sub'),
  }),
  'current_working_directory subpath': entries([
    READ,
    special('current_working_directory', 'write', { subpath: 'sub' }),
  ]),
  'project_roots read': entries([special('minimal', 'read'), special('project_roots', 'read')]),
  'project_roots deny': entries([READ, special('project_roots', 'deny')]),
  'project_roots subpath write': entries([
    READ,
    special('project_roots', 'write', { subpath: 'sub' }),
  ]),
  'project_roots subpath deny': entries([
    READ,
    WORK,
    special('project_roots', 'deny', { subpath: 'sub' }),
  ]),
  'project_roots subpath of two names': entries([
    READ,
    WORK,
    special('project_roots', 'deny', { subpath: 'd/e' }),
  ]),
  'project_roots subpath with ..': entries([
    READ,
    WORK,
    special('project_roots', 'deny', { subpath: '../other' }),
  ]),
  'project_roots subpath with .': entries([
    READ,
    WORK,
    special('project_roots', 'deny', { subpath: './sub' }),
  ]),
  'project_roots subpath absolute': entries((at) => [
    READ,
    WORK,
    special('project_roots', 'deny', { subpath: at.path('other') }),
  ]),
  'project_roots subpath with .., write': entries([
    READ,
    special('project_roots', 'write', { subpath: '../other' }),
  ]),
  'two workspaceRoots': workspaceWrite((at) => ({
    workspaceRoots: [at.uri('work'), at.uri('other')],
  })),
  'no workspaceRoots': workspaceWrite({ workspaceRoots: [] }),
  'tmpdir write': entries([READ, special('tmpdir', 'write')]),
  'tmpdir read in write': entries([special('root', 'write'), special('tmpdir', 'read')]),
  'tmpdir deny': entries([READ, special('tmpdir', 'deny')]),
  'slash_tmp write': entries([READ, special('slash_tmp', 'write')]),
  'slash_tmp deny': entries([READ, special('slash_tmp', 'deny')]),
  'unknown read': entries([READ, special('unknown', 'read', { path: ':new' })]),
  'unknown write': entries([READ, special('unknown', 'write', { path: ':new' })]),
  'unknown deny': entries([READ, special('unknown', 'deny', { path: ':new' })]),
  'unknown read in write': entries([READ, WORK, special('unknown', 'read', { path: ':new' })]),
};
