import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Wire } from '../conformance/wire.mjs';
import { probeByFileMethods, probeForm } from './probe-files.mjs';
import { probeByProcess } from './probe-process.mjs';
import { makeTree } from './trees.mjs';

/** A form needs only one file to show whether it is understood. */
const ONE_FILE = { files: ['work/file'], directories: [], missing: [] };

/**
 * Tries one policy on one tree with one daemon, each way on a tree of its own.
 *
 * @param {{ name: string, sandbox: import('./policies.mjs').Policy, tree: import('./trees.mjs').Tree, isForm: boolean }} row
 * @param {{ url: string, directories: string, tmp: string }} daemon
 * @returns {Promise<{ process: Map<string, string>, methods: Map<string, string> }>}
 */
export async function runPolicy({ name, sandbox, tree, isForm }, { url, directories, tmp }) {
  const wire = await Wire.open(url);
  await wire.request('initialize', { clientName: 'sandbox-policies', resumeSessionId: null });
  wire.send({ method: 'initialized' });
  const place = async (way) => {
    const directory = join(directories, `${name.replaceAll(/[^a-z0-9]/gi, '_')}-${way}`);
    await mkdir(directory, { recursive: true });
    await makeTree(tree, directory);
    const path = (within) => join(directory, within);
    const at = { path, uri: (within) => pathToFileURL(path(within)).href };
    const told = (found) =>
      new Map([...found].map(([probe, text]) => [probe, text.replaceAll(directory, '$TREE')]));
    return { at, env: { TMPDIR: tmp }, tree: isForm ? { ...tree, ...ONE_FILE } : tree, told };
  };
  try {
    const one = await place('process');
    const other = await place('methods');
    const probeFiles = isForm ? probeForm : probeByFileMethods;
    return {
      process: one.told(await probeByProcess(wire, sandbox(one.at), one)),
      methods: other.told(await probeFiles(wire, sandbox(other.at), other)),
    };
  } finally {
    wire.close();
  }
}
