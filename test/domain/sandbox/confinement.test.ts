import { describe, expect, test } from '@jest/globals';
import { compileSandboxPolicy, type FileRules } from '../../../src/domain/sandbox/confinement.js';
import type {
  SandboxEntry,
  SandboxPolicy,
  SpecialPlace,
} from '../../../src/domain/sandbox/sandbox-policy.js';

const special = (
  kind: SpecialPlace,
  access: SandboxEntry['access'],
  subpath?: string,
): SandboxEntry => ({ place: { type: 'special', kind, subpath }, access });

const path = (text: string, access: SandboxEntry['access']): SandboxEntry => ({
  place: { type: 'path', path: text },
  access,
});

const policy = (entries: readonly SandboxEntry[], more: Partial<SandboxPolicy> = {}) => ({
  permissions: { type: 'managed' as const, files: entries, network: 'restricted' as const },
  cwd: '/ws',
  workspaceRoots: ['/ws'],
  ...more,
});

const HERE = { cwd: '/here', temporaryDirectory: '/var/tmp/mine' };

const rulesOf = (entries: readonly SandboxEntry[], more: Partial<SandboxPolicy> = {}) => {
  const { files } = compileSandboxPolicy(policy(entries, more), HERE) ?? {};
  return files as FileRules;
};

const accessOf = (entries: readonly SandboxEntry[], more: Partial<SandboxPolicy> = {}) =>
  Object.fromEntries(rulesOf(entries, more).rules.map((rule) => [rule.path, rule.access]));

describe('compileSandboxPolicy without a confinement', () => {
  test.each<SandboxPolicy['permissions']>([
    { type: 'disabled' },
    { type: 'external', network: 'enabled' },
    { type: 'managed', files: 'unrestricted', network: 'enabled' },
  ])('returns nothing for %j', (permissions) => {
    expect(compileSandboxPolicy({ ...policy([]), permissions }, HERE)).toBeUndefined();
  });
});

describe('compileSandboxPolicy with a confined network only', () => {
  test.each<SandboxPolicy['permissions']>([
    { type: 'external', network: 'restricted' },
    { type: 'managed', files: 'unrestricted', network: 'restricted' },
  ])('leaves the files free for %j', (permissions) => {
    expect(compileSandboxPolicy({ ...policy([]), permissions }, HERE)).toEqual({
      network: 'restricted',
      files: undefined,
    });
  });
});

describe('compileSandboxPolicy special paths', () => {
  test('resolve to the workspaces and the temporary directories', () => {
    expect(
      accessOf([
        special('root', 'read'),
        special('current_working_directory', 'read', 'sub'),
        special('project_roots', 'read'),
        special('tmpdir', 'read'),
        special('slash_tmp', 'read', 'a//b/'),
      ]),
    ).toEqual({
      '/': 'read',
      '/ws/sub': 'read',
      '/ws': 'read',
      '/var/tmp/mine': 'read',
      '/tmp/a/b': 'read',
    });
  });

  test('resolve to the workspaces for current_working_directory, whatever the directory', () => {
    const where = { cwd: '/ws/sub', workspaceRoots: ['/ws', '/second'] };
    expect(accessOf([special('current_working_directory', 'read')], where)).toEqual({
      '/ws': 'read',
      '/second': 'read',
    });
  });

  test('resolve to nothing without a workspace and without an absolute TMPDIR', () => {
    const entries = [special('project_roots', 'write'), special('tmpdir', 'write')];
    const { files } =
      compileSandboxPolicy(policy(entries, { workspaceRoots: [] }), {
        ...HERE,
        temporaryDirectory: 'relative',
      }) ?? {};
    expect(files?.rules).toEqual([]);
  });

  test('report the minimal set apart from the rules', () => {
    expect(rulesOf([special('minimal', 'read')]).includesMinimal).toBe(true);
    expect(rulesOf([special('root', 'read')]).includesMinimal).toBe(false);
  });

  test.each(['..', 'a/../../etc', '/etc', './a', 'a/./b'])(
    'reject the subpath %s, which is absolute or has dot segments',
    (to) => {
      expect(() => rulesOf([special('project_roots', 'write', to)])).toThrow('dot segments');
    },
  );
});

describe('compileSandboxPolicy rules for one path', () => {
  test('apply the strongest one, whatever the order', () => {
    expect(accessOf([path('/a', 'read'), path('/a/', 'write')])).toMatchObject({ '/a': 'write' });
    expect(accessOf([path('/a', 'none'), path('/b/../a', 'write')])).toEqual({ '/a': 'deny' });
  });
});

describe('compileSandboxPolicy protected names', () => {
  test('keep .git, .agents, .codex and .aws read-only in a writable directory', () => {
    expect(accessOf([special('root', 'read'), special('project_roots', 'write')])).toEqual({
      '/': 'read',
      '/ws': 'write',
      '/ws/.git': 'read',
      '/ws/.agents': 'read',
      '/ws/.codex': 'read',
      '/ws/.aws': 'read',
    });
  });

  test('give way to an explicit rule, and to write access to the whole root', () => {
    const entries = [special('project_roots', 'write'), path('/ws/.git', 'write')];
    expect(accessOf(entries)['/ws/.git']).toBe('write');
    expect(accessOf([special('root', 'write')])).toEqual({ '/': 'write' });
  });
});

describe('compileSandboxPolicy special and pattern entries', () => {
  const glob = (pattern: string, access: SandboxEntry['access']): SandboxEntry => ({
    place: { type: 'glob', pattern },
    access,
  });

  test('are ignored when not understood and only granting', () => {
    const entries = [special('unknown', 'write'), glob('other://*.x', 'write')];
    expect(rulesOf(entries)).toEqual({ includesMinimal: false, rules: [], hidden: [] });
    expect(rulesOf([special('unknown', 'read')]).rules).toEqual([]);
  });

  test.each([
    [[special('unknown', 'deny')]],
    [[special('unknown', 'read'), special('project_roots', 'write')]],
    [[glob('**/*.key', 'read'), special('project_roots', 'write')]],
    [[special('root', 'read'), special('minimal', 'deny')]],
    [[glob('codex-other-roots://**/*.key', 'deny')]],
  ])('are rejected when not understood and taking access away: %j', (entries) => {
    expect(() => rulesOf(entries)).toThrow('filesystem sandbox cannot be enforced');
  });

  test('keeps those that deny relative to the directory of the policy', () => {
    expect(rulesOf([glob('*.key', 'deny'), glob('/etc/*', 'none')]).hidden).toEqual([
      { directory: '/ws', pattern: '*.key' },
      { directory: '/etc', pattern: '*' },
    ]);
  });
});

describe('compileSandboxPolicy denied places', () => {
  const elsewhere = {
    directories: ['/other'],
    workspaceRoots: ['/first', '/ws'],
    temporaryDirectories: ['/scratch'],
  };
  const glob = (pattern: string): SandboxEntry => ({
    place: { type: 'glob', pattern },
    access: 'deny',
  });

  test.each<[SpecialPlace, readonly string[]]>([
    ['project_roots', ['/ws', '/first']],
    ['current_working_directory', ['/ws', '/first', '/other']],
    ['tmpdir', ['/var/tmp/mine', '/scratch']],
  ])('include every place that %s may mean', (kind, paths) => {
    expect(Object.keys(accessOf([special(kind, 'deny')], { elsewhere }))).toEqual(paths);
  });

  test.each<SpecialPlace>(['project_roots', 'current_working_directory', 'tmpdir'])(
    'do not widen the access that %s grants',
    (kind) => {
      const paths = Object.keys(accessOf([special(kind, 'read')], { elsewhere }));
      expect(paths).toEqual([kind === 'tmpdir' ? '/var/tmp/mine' : '/ws']);
    },
  );

  test.each(['relative', ''])(
    'are rejected for tmpdir when TMPDIR is not absolute: %j',
    (relative) => {
      const context = { ...HERE, temporaryDirectory: relative };
      const workspace = special('project_roots', 'write');
      for (const entries of [
        [special('tmpdir', 'deny')],
        [special('tmpdir', 'none')],
        [workspace, special('tmpdir', 'read')],
      ]) {
        expect(() => compileSandboxPolicy(policy(entries), context)).toThrow(
          'not an absolute path',
        );
      }
      const granted = policy([special('tmpdir', 'write'), special('root', 'read')]);
      expect(() => compileSandboxPolicy(granted, context)).not.toThrow();
    },
  );

  test('include every base of a pattern', () => {
    const patterns = [glob('codex-project-roots://*.env'), glob('*.key')];
    expect(rulesOf(patterns, { elsewhere }).hidden.map(({ directory }) => directory)).toEqual([
      '/ws',
      '/first',
      '/ws',
      '/other',
    ]);
  });

  test('takes, without a policy directory, those of the request and the first workspace', () => {
    const where = { cwd: undefined, workspaceRoots: ['/first', '/second'] };
    const denied = accessOf([special('current_working_directory', 'deny')], where);
    expect(denied).toEqual({ '/here': 'deny', '/first': 'deny', '/second': 'deny' });
  });

  test('limit patterns to the depth of the policy', () => {
    const permissions = { ...policy([glob('*.key')]).permissions, patternDepth: 3 };
    const { files } = compileSandboxPolicy({ ...policy([]), permissions }, HERE) ?? {};
    expect(files?.hiddenDepth).toBe(3);
  });
});
