import { isUtf8 } from 'node:buffer';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The directory of one case: what its patch is applied in. */
export class CaseDirectory {
  /** @param {import('./cases/patch.mjs').PatchCase} patchCase */
  constructor({ files = {} }) {
    this.path = realpathSync(mkdtempSync(join(tmpdir(), 'apply-patch-')));
    for (const [name, content] of Object.entries(files)) {
      place(join(this.path, name), content);
    }
  }

  /** Fills in where the directory is. */
  resolve(text) {
    return text.replaceAll('$CWD', this.path).replaceAll('$NAME', basename(this.path));
  }

  /** Replaces what `resolve` filled in. */
  unresolve(text) {
    return text.replaceAll(this.path, '$CWD').replaceAll(basename(this.path), '$NAME');
  }

  /** What is there, by name, in the form of a case's `files`. */
  content() {
    const names = readdirSync(this.path, { recursive: true }).sort();
    return Object.fromEntries(names.map((name) => describe(this.path, name)));
  }

  remove() {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function place(path, content) {
  if (content === null) {
    mkdirSync(path, { recursive: true });
    return;
  }
  const { text, base64, link, mode } = typeof content === 'string' ? { text: content } : content;
  mkdirSync(dirname(path), { recursive: true });
  if (link !== undefined) {
    symlinkSync(link, path);
    return;
  }
  writeFileSync(path, text ?? Buffer.from(base64, 'base64'));
  if (mode !== undefined) {
    chmodSync(path, Number.parseInt(mode, 8));
  }
}

function describe(root, name) {
  const path = join(root, name);
  const stat = lstatSync(path);
  if (stat.isDirectory()) {
    return [`${name}/`, null];
  }
  if (stat.isSymbolicLink()) {
    return [name, { link: readlinkSync(path) }];
  }
  const bytes = readFileSync(path);
  const content = isUtf8(bytes) ? bytes.toString() : { base64: bytes.toString('base64') };
  const mode = (stat.mode & 0o777).toString(8);
  return [name, mode === '644' ? content : { text: content, mode }];
}
