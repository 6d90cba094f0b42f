// What somebody else does in a workspace while a sandboxed process runs in it.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { connect } from '../../dist/client/index.js';
import { Skip } from './skip.mjs';

/** Not below `/tmp`, which these sandboxes may write to. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const NAMES = ['.git', '.agents', '.codex', '.aws'];
const USER = 65_534;

const special = (kind, access, subpath) => ({
  path: { type: 'special', value: { kind, ...(subpath && { subpath }) } },
  access,
  ...(subpath && { missing_path_behavior: 'skip' }),
});

/** As the Codex client sends it. */
const workspaceWrite = (workspace) => ({
  permissions: {
    type: 'managed',
    file_system: {
      type: 'restricted',
      entries: [
        special('root', 'read'),
        special('project_roots', 'write'),
        ...NAMES.map((name) => special('project_roots', 'read', name)),
      ],
    },
    network: 'restricted',
  },
  cwd: pathToFileURL(workspace).href,
  workspaceRoots: [pathToFileURL(workspace).href],
  windowsSandboxLevel: 'disabled',
});

/** A client of the daemon with a workspace of its own, for as long as `does` takes. */
const inWorkspace = async ({ url }, does) => {
  if (spawnSync('bwrap', ['--unshare-user', '--ro-bind', '/', '/', 'true']).status !== 0) {
    throw new Skip('bubblewrap cannot make a sandbox here');
  }
  mkdirSync(CACHE, { recursive: true });
  const workspace = mkdtempSync(join(CACHE, 'field-'));
  const client = await connect(url);
  try {
    return await does(new Workspace(client, workspace));
  } finally {
    await client.close();
    rmSync(workspace, { recursive: true, force: true });
  }
};

class Workspace {
  #client;

  constructor(client, path) {
    this.#client = client;
    this.path = path;
  }

  at(name) {
    return join(this.path, name);
  }

  start(script, more = {}) {
    const sandbox = workspaceWrite(this.path);
    const options = { cwd: this.path, sandbox, stripFinalNewline: false, ...more };
    return this.#client.run('sh', ['-c', script], options);
  }

  async run(script) {
    return (await this.start(script)).stdout;
  }

  write(name) {
    return this.#client.request('fs/writeFile', {
      path: pathToFileURL(this.at(name)).href,
      dataBase64: '',
      sandbox: workspaceWrite(this.path),
    });
  }

  /** A process that stays until what is returned is called. */
  async stay() {
    const options = { stdin: 'pipe', reject: false };
    const process = this.start('echo ready; read line', options);
    // A sandbox that cannot be made ends at once.
    await Promise.race([once(process.stdout, 'data'), process.exited]);
    return async () => {
      process.stdin.write('\n');
      await process;
    };
  }
}

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '5',
    name: 'what a sandbox put into its workspace is removed while it runs',
    provoke: (daemon) =>
      inWorkspace(daemon, async (workspace) => {
        const end = await workspace.stay();
        for (const name of NAMES) {
          rmSync(workspace.at(name), { recursive: true });
        }
        await workspace.write('file');
        for (const name of NAMES) {
          rmSync(workspace.at(name), { recursive: true, force: true });
        }
        const says = await workspace.run('mkdir .git/hooks || echo protected');
        if (says !== 'protected\n') {
          throw new Error(`the later command says ${says}`);
        }
        await end();
        return 'a later write and a later command work, protected';
      }),
  },
  {
    id: '6',
    name: 'an ordinary user makes a repository while a sandboxed process runs',
    provoke: (daemon) =>
      inWorkspace(daemon, async (workspace) => {
        const isRoot = process.getuid() === 0;
        if (isRoot) {
          chownSync(workspace.path, USER, USER);
          // In a sandbox root may not enter what is closed to it.
          chmodSync(workspace.path, 0o755);
        }
        const end = await workspace.stay();
        const script = 'cd "$1" && mkdir .git/objects && echo kept > .git/HEAD';
        const as = isRoot ? { uid: USER, gid: USER, cwd: '/' } : {};
        const { stderr, status } = spawnSync('sh', ['-c', script, 'sh', workspace.path], as);
        if (status !== 0) {
          throw new Error(`the user cannot write: ${stderr}`);
        }
        await end();
        const left = readdirSync(workspace.at('.git')).join();
        if (left !== 'HEAD,objects') {
          throw new Error(`left: ${left}`);
        }
        return 'the repository is made, and stays';
      }),
  },
  {
    id: '10',
    name: 'a directory to write to in which the process could make no name',
    provoke: (daemon) =>
      inWorkspace(daemon, async (workspace) => {
        if (process.getuid() === 0) {
          // Root may write everywhere but where no one can.
          const made = spawnSync('chattr', ['+i', workspace.path]);
          if (made.status !== 0) {
            throw new Skip('no directory that root cannot write to');
          }
        } else {
          workspace.path = '/usr';
        }
        try {
          const says = await workspace.run('mkdir .git 2> /dev/null || echo ran');
          return `the command ${says.trim()}`;
        } finally {
          spawnSync('chattr', ['-i', workspace.path]);
        }
      }),
  },
  {
    id: 'links',
    name: 'a workspace in which .git is a symbolic link',
    provoke: (daemon) =>
      inWorkspace(daemon, async (workspace) => {
        mkdirSync(workspace.at('real'));
        symlinkSync('real', workspace.at('.git'));
        const says = await workspace.run(
          '(mkdir .git/hooks; rm .git; mv real other; ln -sfn /tmp .git) 2> /dev/null; echo ran',
        );
        const left = `${readlinkSync(workspace.at('.git'))} ${readdirSync(workspace.at('real'))}`;
        if (left !== 'real ') {
          throw new Error(`left: ${left}`);
        }
        return `the command ${says.trim()}, and the link is as it was`;
      }),
  },
];
