import { mkdir, readFile, symlink } from 'node:fs/promises';

const base64 = (text) => Buffer.from(text).toString('base64');
const special = (kind, access, more) => ({
  path: { type: 'special', value: { kind, ...more } },
  access,
});
const skip = { missing_path_behavior: 'skip' };
const READ_ONLY = [special('root', 'read')];
const WORKSPACE_WRITE = [
  special('root', 'read'),
  special('project_roots', 'write'),
  special('slash_tmp', 'write'),
  special('tmpdir', 'write'),
  ...['.git', '.agents', '.codex'].map((subpath) => ({
    ...special('project_roots', 'read', { subpath }),
    ...skip,
  })),
];

/** A sandbox object over these entries, with the workspace of the conversation. */
function sandbox(talk, entries, network = 'restricted', more = {}) {
  const fileSystem = Array.isArray(entries) ? { type: 'restricted', entries } : entries;
  return {
    permissions: { type: 'managed', file_system: fileSystem, network },
    cwd: talk.uri('work'),
    workspaceRoots: [talk.uri('work')],
    windowsSandboxLevel: 'disabled',
    ...more,
  };
}

async function fill(talk) {
  await talk.put('work/file', 'old\n');
  await talk.put('work/.git/HEAD', 'head\n');
  await talk.put('outside/file', 'outside\n');
  await symlink('../outside', talk.path('work/link'));
}

/** Commands and file methods that must not reach beyond what a sandbox allows. */
export const SANDBOX = [
  {
    name: 'sandbox-start',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      const run = (label, box, script) =>
        talk.play(wire, label, {
          processId: label,
          argv: ['/bin/sh', '-c', script],
          cwd: talk.uri('work'),
          sandbox: box,
        });
      const readOnly = sandbox(talk, READ_ONLY);
      const write = sandbox(talk, WORKSPACE_WRITE);
      const connect = `${process.execPath} -e "require('net').connect(1, '127.0.0.1').on('error', (e) => console.log(e.code))"`;
      await run('none', null, 'echo new > file; cat file');
      await run(
        'disabled',
        { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' },
        'echo fine',
      );
      await run(
        'unrestricted',
        sandbox(talk, { type: 'unrestricted' }, 'enabled'),
        'echo fine > ../free; cat ../free',
      );
      await run('read-only, reads', readOnly, 'cat file ../outside/file; exit 3');
      await run('read-only, writes', readOnly, 'echo x > file');
      await run('read-only, to tmp', readOnly, 'echo x > /tmp/conformance-probe');
      await run('read-only, to null', readOnly, 'echo x > /dev/null && echo fine');
      await run('read-only, killed', readOnly, 'kill -9 $$');
      await run('read-only, signal', readOnly, 'kill -15 $$');
      await run('workspace, writes', write, 'echo x > new && mkdir d && cat new');
      await run('workspace, outside', write, 'echo x > ../outside/new');
      await run('workspace, through a link', write, 'echo x > link/new');
      await run('workspace, protected', write, 'echo x > .git/HEAD');
      await run('workspace, a protected directory that is missing', write, 'mkdir .codex');
      await run('restricted network', readOnly, connect);
      await run('network', sandbox(talk, READ_ONLY, 'enabled'), connect);
      await run('its processes', readOnly, 'test -e /proc/1/comm && cat /proc/$$/comm');
      await run('no privileges', readOnly, 'grep NoNewPrivs /proc/self/status');
      await run('missing program', readOnly, 'exec /no/such/program');
      await run('denied by the text', readOnly, 'echo operation NOT permitted; exit 1');
      await run('denied by text but fine', readOnly, 'echo permission denied; exit 0');
      await run('an error without such text', readOnly, 'echo other; exit 1');
      await run('nothing allowed', sandbox(talk, []), 'echo fine');
      const little = sandbox(talk, [special('minimal', 'read'), special('project_roots', 'write')]);
      await run('minimal, writes', little, 'echo x > file && cat file');
      await run('minimal, to what is not shown', little, 'mkdir /opt/conformance');
      await run('minimal, to where that would be', little, 'mkdir /conformance 2>&1');
      for (const name of ['', 'A=B']) {
        const env = { PATH: process.env.PATH, [name]: 'x' };
        const params = { argv: ['true'], cwd: talk.uri('work'), env, sandbox: readOnly };
        await talk.play(wire, `a variable called "${name}"`, { processId: `v${name}`, ...params });
      }
      for (const name of ['outside/new', 'work/.git/HEAD', 'work/new']) {
        talk.note(
          `${name} afterwards`,
          await readFile(talk.path(name), 'utf8').catch(({ code }) => code),
        );
      }
    },
  },
  {
    name: 'sandbox-faults',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      const start = (label, box) =>
        talk.ask(
          wire,
          label,
          'process/start',
          talk.start({ processId: label, argv: ['true'], sandbox: box }),
        );
      const good = sandbox(talk, READ_ONLY);
      await start('no permissions', { windowsSandboxLevel: 'disabled' });
      await start('no windows level', { permissions: { type: 'disabled' } });
      await start('another type', { ...good, permissions: { type: 'other' } });
      await start('another windows level', { ...good, windowsSandboxLevel: 'other' });
      await start('another network', sandbox(talk, READ_ONLY, 'other'));
      await start('another access', sandbox(talk, [special('root', 'other')]));
      await start('another kind', sandbox(talk, [special('other', 'read')]));
      await start(
        'another path type',
        sandbox(talk, [{ path: { type: 'other' }, access: 'read' }]),
      );
      await start('without cwd', { ...sandbox(talk, WORKSPACE_WRITE), cwd: undefined });
      await start('a cwd that is no URI', { ...good, cwd: '/work' });
      const foreign = 'file:///C:/x';
      const foreignEntry = { path: { type: 'path', path: foreign }, access: 'read' };
      await start('a foreign cwd', { ...good, cwd: foreign });
      await start('a foreign workspace root', { ...good, workspaceRoots: [foreign] });
      await start('a foreign entry', sandbox(talk, [...READ_ONLY, foreignEntry]));
      await start('a root with a NUL', { ...good, workspaceRoots: ['file:///a%00b'] });
      await start('a native sandbox of Windows', { ...good, windowsSandboxLevel: 'mxc' });
      await start('external', {
        ...good,
        permissions: { type: 'external', network: 'restricted' },
      });
    },
  },
  {
    name: 'sandbox-files',
    run: async (talk) => {
      await fill(talk);
      await mkdir(talk.path('work/empty'));
      const wire = await talk.session();
      for (const [mode, entries] of Object.entries({
        'read-only': READ_ONLY,
        workspace: WORKSPACE_WRITE,
      })) {
        const box = sandbox(talk, entries);
        const ask = (label, method, name, params) =>
          talk.ask(wire, `${mode}: ${label}`, method, {
            path: talk.uri(name),
            sandbox: box,
            ...params,
          });
        const data = { dataBase64: base64('x') };
        await ask('read', 'fs/readFile', 'work/file');
        await ask('without cwd', 'fs/readFile', 'work/file', {
          sandbox: { ...box, cwd: undefined },
        });
        await ask('read outside', 'fs/readFile', 'outside/file');
        await ask('read missing', 'fs/readFile', 'work/none');
        await ask('canonicalize', 'fs/canonicalize', 'work/link');
        await ask('canonicalize missing', 'fs/canonicalize', 'work/none');
        await ask('list', 'fs/readDirectory', 'work/empty');
        await ask('write', 'fs/writeFile', `work/new-${mode}`, data);
        await ask('write outside', 'fs/writeFile', 'outside/new', data);
        await ask('write through a link', 'fs/writeFile', 'work/link/new', data);
        await ask('write protected', 'fs/writeFile', 'work/.git/HEAD', data);
        await ask('write to a protected one that is missing', 'fs/writeFile', 'work/.codex', data);
        await ask('write below a missing one', 'fs/writeFile', 'work/none/new', data);
        await ask('make', 'fs/createDirectory', `work/made-${mode}/deep`);
        await ask('make outside', 'fs/createDirectory', 'outside/made');
        await ask('remove', 'fs/remove', `work/new-${mode}`);
        await ask('remove outside', 'fs/remove', 'outside/file');
        await ask('remove missing', 'fs/remove', 'work/none', { force: false, recursive: false });
        await ask('open', 'fs/open', 'work/file', { handleId: `r-${mode}` });
        await ask('open to write', 'fs/open', `work/w-${mode}`, {
          handleId: `w-${mode}`,
          mode: 'replace',
        });
        await ask('open to write outside', 'fs/open', 'outside/w', {
          handleId: `o-${mode}`,
          mode: 'replace',
        });
        const copy = (label, from, to) =>
          talk.ask(wire, `${mode}: ${label}`, 'fs/copy', {
            sourcePath: talk.uri(from),
            destinationPath: talk.uri(to),
            recursive: false,
            sandbox: box,
          });
        await copy('copy', 'work/file', `work/copy-${mode}`);
        await copy('copy out', 'work/file', 'outside/copy');
        const meta = await wire.request('fs/getMetadata', {
          path: talk.uri('work/file'),
          sandbox: box,
        });
        talk.note(`${mode}: metadata`, meta);
        const options = {
          maxDepth: 1,
          maxDirectories: 9,
          maxEntries: 9,
          followDirectorySymlinks: false,
        };
        await ask('walk', 'fs/walk', 'work/empty', { options });
      }
      const denied = sandbox(talk, [
        special('root', 'read'),
        { path: { type: 'path', path: talk.uri('outside') }, access: 'deny' },
      ]);
      await talk.ask(wire, 'denied: read', 'fs/readFile', {
        path: talk.uri('outside/file'),
        sandbox: denied,
      });
      await talk.ask(wire, 'denied: metadata', 'fs/getMetadata', {
        path: talk.uri('outside/file'),
        sandbox: denied,
      });
      await talk.ask(wire, 'denied: through a link', 'fs/readFile', {
        path: talk.uri('work/link/file'),
        sandbox: denied,
      });
    },
  },
];
