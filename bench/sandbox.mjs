// What a sandbox costs, beside upstream in one interleaved run:
//   npm run bench:sandbox
// The first request of a sandbox starts a worker; those behind it use the same one.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { measureSideBySide } from './lib/interleave.mjs';
import { median } from './lib/statistics.mjs';

const ROUNDS = 5;
const SAMPLES = 10;
/** Upstream refuses to work below `/tmp`. */
const CACHE = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

await mkdir(CACHE, { recursive: true });
const directory = await mkdtemp(join(CACHE, 'sandbox-bench-'));
const uri = (name) => pathToFileURL(join(directory, name)).href;
const dataBase64 = Buffer.alloc(1024, 'x').toString('base64');
let nextId = 0;

const special = (kind, access, subpath) => ({
  path: { type: 'special', value: { kind, ...(subpath && { subpath }) } },
  access,
  ...(subpath && { missing_path_behavior: 'skip' }),
});

const sandbox = (workspace, entries) => ({
  permissions: {
    type: 'managed',
    file_system: { type: 'restricted', entries },
    network: 'restricted',
  },
  cwd: uri(workspace),
  workspaceRoots: [uri(workspace)],
  windowsSandboxLevel: 'disabled',
});

/** As the Codex client sends them. */
const readOnly = (workspace) => sandbox(workspace, [special('root', 'read')]);

const workspaceWrite = (workspace) =>
  sandbox(workspace, [
    special('root', 'read'),
    special('project_roots', 'write'),
    special('slash_tmp', 'write'),
    special('tmpdir', 'write'),
    ...['.git', '.agents', '.codex'].map((name) => special('project_roots', 'read', name)),
  ]);

/** All but one directory may be read, so no request can do without a helper. */
const hiding = (workspace) =>
  sandbox(workspace, [
    special('root', 'read'),
    { path: { type: 'path', path: uri(`${workspace}/hidden`) }, access: 'deny' },
  ]);

const makeWorkspace = async () => {
  const name = `w${nextId++}`;
  await mkdir(join(directory, name, 'hidden'), { recursive: true });
  // Missing ones need placeholders, which a workspace of a project does not.
  for (const each of ['.git', '.agents', '.codex']) {
    await mkdir(join(directory, name, each));
  }
  await writeFile(join(directory, name, 'file'), Buffer.alloc(1024, 'x'));
  return name;
};

/** The median of the times that `ask` takes, in ms. */
const times = async (ask) => {
  const samples = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    const began = performance.now();
    await ask(i);
    samples.push(performance.now() - began);
  }
  return median(samples);
};

const starts = (make) => async (client) => {
  const workspace = await makeWorkspace();
  const box = make(workspace);
  const cwd = uri(workspace);
  return await times(async () => {
    const { closed } = await client.start(`p${nextId++}`, ['true'], { cwd, sandbox: box });
    const { exitCode } = await closed;
    if (exitCode !== 0) {
      throw new Error(`true ended with ${exitCode}`);
    }
  });
};

/** All requests in one sandbox, or each in one of its own. */
const requests = (method, make, params, isFirst) => async (client) => {
  const workspaces = [];
  for (let i = 0; i < SAMPLES; i += 1) {
    workspaces.push(isFirst || i === 0 ? await makeWorkspace() : workspaces[0]);
  }
  const ask = async (workspace) => {
    const path = uri(`${workspace}/file`);
    await client.request(method, { path, sandbox: make(workspace), ...params });
  };
  if (!isFirst) {
    await ask(workspaces[0]);
  }
  return await times((index) => ask(workspaces[index]));
};

const MEASURES = [
  ['`true`, no sandbox', starts(() => null)],
  ['`true`, read-only', starts(readOnly)],
  ['`true`, workspace-write', starts(workspaceWrite)],
  ['`fs/readFile`, read-only', requests('fs/readFile', readOnly, {}, false)],
  ['`fs/readFile`, a directory hidden, the first', requests('fs/readFile', hiding, {}, true)],
  ['`fs/readFile`, a directory hidden, the next', requests('fs/readFile', hiding, {}, false)],
  [
    '`fs/writeFile`, workspace-write, the first',
    requests('fs/writeFile', workspaceWrite, { dataBase64 }, true),
  ],
  [
    '`fs/writeFile`, workspace-write, the next',
    requests('fs/writeFile', workspaceWrite, { dataBase64 }, false),
  ],
].map(([name, run]) => ({ name, run, unit: 'ms', better: 'less' }));

try {
  await measureSideBySide(MEASURES, { rounds: ROUNDS });
} finally {
  await rm(directory, { recursive: true, force: true });
}
