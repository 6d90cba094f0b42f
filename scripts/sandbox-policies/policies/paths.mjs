import { around, entries, files, path, READ, special, WORK, workspaceWrite } from './builders.mjs';

/** Types of permissions, paths and accesses. */
export const PATH_POLICIES = {
  'type disabled': () => ({ permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' }),
  'type external': (at) => ({
    ...around(at),
    permissions: { type: 'external', network: 'restricted' },
  }),
  'file_system unrestricted': files({ type: 'unrestricted' }),
  'read-only': entries([READ]),
  'workspace-write': workspaceWrite(),
  'no entries': entries([]),
  'minimal read': entries([special('minimal', 'read')]),
  'minimal write': entries([special('minimal', 'write'), WORK]),
  'minimal deny': entries([READ, special('minimal', 'deny')]),
  'minimal read, project_roots read': entries([
    special('minimal', 'read'),
    special('project_roots', 'read'),
  ]),
  'minimal read, project_roots write': entries([special('minimal', 'read'), WORK]),
  'root write': entries([special('root', 'write')]),
  'root write, .git read': entries([
    special('root', 'write'),
    special('project_roots', 'read', { subpath: '.git' }),
  ]),
  'root deny, project_roots write': entries([
    special('minimal', 'read'),
    special('root', 'deny'),
    WORK,
  ]),
  'root none': entries([special('minimal', 'read'), special('root', 'none')]),
  'path read': entries((at) => [special('minimal', 'read'), path(at.uri('other'), 'read')]),
  'path write': entries((at) => [READ, path(at.uri('other'), 'write')]),
  'path of a file, write': entries((at) => [READ, path(at.uri('work/file'), 'write')]),
  'path read in write': entries((at) => [READ, WORK, path(at.uri('work/sub'), 'read')]),
  'path deny': entries((at) => [READ, path(at.uri('other'), 'deny')]),
  'path none': entries((at) => [READ, path(at.uri('other'), 'none')]),
  'path of a file, deny': entries((at) => [READ, WORK, path(at.uri('work/file'), 'deny')]),
  'path deny in write': entries((at) => [READ, WORK, path(at.uri('work/sub'), 'deny')]),
  'path write in deny': entries((at) => [
    READ,
    path(at.uri('work'), 'deny'),
    path(at.uri('work/sub'), 'write'),
  ]),
  'path read in deny': entries((at) => [
    READ,
    path(at.uri('work'), 'deny'),
    path(at.uri('work/file'), 'read'),
  ]),
  'path missing, deny': entries((at) => [READ, WORK, path(at.uri('work/none'), 'deny')]),
  'path missing, read': entries((at) => [READ, WORK, path(at.uri('work/none'), 'read')]),
  'path missing, write': entries((at) => [READ, path(at.uri('work/none'), 'write')]),
  'path through a link, deny': entries((at) => [READ, path(at.uri('work/link'), 'deny')]),
  'path through a link, write': entries((at) => [READ, path(at.uri('work/link'), 'write')]),
  'one path, deny and write': entries((at) => [
    READ,
    path(at.uri('other'), 'write'),
    path(at.uri('other'), 'deny'),
  ]),
  'one path, write and read': entries((at) => [
    READ,
    path(at.uri('other'), 'write'),
    path(at.uri('other'), 'read'),
  ]),
};
