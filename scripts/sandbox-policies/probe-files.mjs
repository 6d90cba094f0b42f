import { outcomeOf } from './outcomes.mjs';

const dataBase64 = Buffer.from('x').toString('base64');
const WALK = { maxDepth: 1, maxDirectories: 9, maxEntries: 99, followDirectorySymlinks: false };

/**
 * Tries a policy by each file method: resolves with what came of each probe, by name. What changes the tree comes last.
 *
 * @returns {Promise<Map<string, string>>}
 */
export async function probeByFileMethods(wire, sandbox, { tree, at }) {
  const found = new Map();
  const ask = async (probe, method, params) => {
    const answer = await wire.request(`fs/${method}`, { ...params, sandbox });
    found.set(probe, outcomeOf(answer));
    return answer;
  };
  const one = (verb, method, name, more) =>
    ask(`${verb} ${name}`, method, { path: at.uri(name), ...more });
  const open = async (verb, name, mode) => {
    const { error } = await one(verb, 'open', name, { handleId: verb, mode });
    if (error === undefined) {
      await wire.request('fs/close', { handleId: verb });
    }
  };
  for (const name of tree.files) {
    await one('read', 'readFile', name);
  }
  for (const name of tree.directories) {
    await one('list', 'readDirectory', name);
  }
  const [file, second] = tree.files;
  const [directory] = tree.directories;
  await one('metadata of', 'getMetadata', second);
  await one('canonicalize', 'canonicalize', second);
  await open('open', second);
  await one('walk', 'walk', directory, { options: WALK });
  for (const name of tree.files) {
    await one('write', 'writeFile', name, { dataBase64 });
  }
  for (const name of tree.directories) {
    await one('make in', 'createDirectory', `${name}/by-method`, { recursive: false });
  }
  for (const name of tree.missing) {
    await one('make', 'createDirectory', name, { recursive: false });
  }
  await open('open to replace', second, 'replace');
  await ask(`copy ${file}`, 'copy', {
    sourcePath: at.uri(file),
    destinationPath: at.uri('work/copy'),
    recursive: false,
  });
  await one('remove', 'remove', file, { recursive: false, force: false });
  return found;
}

/** Tries whether a form is understood: with one read and one write. */
export async function probeForm(wire, sandbox, { at }) {
  const found = new Map();
  for (const [verb, method, more] of [
    ['read', 'readFile'],
    ['write', 'writeFile', { dataBase64 }],
  ]) {
    const answer = await wire.request(`fs/${method}`, {
      path: at.uri('work/file'),
      sandbox,
      ...more,
    });
    found.set(`${verb} work/file`, outcomeOf(answer));
  }
  return found;
}
