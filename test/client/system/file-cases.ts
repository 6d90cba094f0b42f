import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import type * as nodeFiles from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/** What both have: the methods of `node:fs/promises` that the cases use. */
export type Files = Pick<
  typeof nodeFiles,
  | 'readFile'
  | 'writeFile'
  | 'readdir'
  | 'stat'
  | 'lstat'
  | 'realpath'
  | 'access'
  | 'mkdir'
  | 'rm'
  | 'cp'
  | 'open'
>;

export type Case = (files: Files, at: (name: string) => string) => Promise<unknown>;

export const FILE_CASES: Record<string, Case> = {
  'readFile without an encoding': (files, at) => files.readFile(at('file')),
  'readFile with an encoding': (files, at) => files.readFile(at('file'), 'utf8'),
  'readFile with an encoding as an option': (files, at) =>
    files.readFile(at('link'), { encoding: 'base64' }),
  'readFile by URL': (files, at) => files.readFile(pathToFileURL(at('odd ?#%41 name'))),
  'readFile by Buffer': (files, at) => files.readFile(Buffer.from(at('file')) as unknown as string),
  'readFile of nothing': (files, at) => files.readFile(at('missing')),
  'readFile of a directory': (files, at) => files.readFile(at('directory')),
  'readFile of a loop': (files, at) => files.readFile(at('loop')),
  'readFile below a file': (files, at) => files.readFile(at('file/below')),
  'readFile of a name that is too long': (files, at) => files.readFile(at('x'.repeat(300))),
  'writeFile and readFile': async (files, at) => {
    await files.writeFile(at('new'), 'text');
    await files.writeFile(at('file'), new Uint16Array([1, 2]));
    await files.writeFile(at('latin1'), 'é', 'latin1');
    return [
      await files.readFile(at('new')),
      await files.readFile(at('file')),
      await files.readFile(at('latin1')),
    ];
  },
  'writeFile through a link': async (files, at) => {
    await files.writeFile(at('dangling'), 'target');
    return files.readFile(at('nowhere'), 'utf8');
  },
  'writeFile to a directory': (files, at) => files.writeFile(at('directory'), ''),
  'writeFile in no directory': (files, at) => files.writeFile(at('missing/file'), ''),
  readdir: async (files, at) => (await files.readdir(at('.'))).sort(),
  'readdir of nothing': (files, at) => files.readdir(at('missing')),
  'readdir of a file': (files, at) => files.readdir(at('file')),
  'recursive readdir': async (files, at) =>
    (await files.readdir(at('directory'), { recursive: true })).sort(),
  'readdir with types': async (files, at) =>
    (await files.readdir(at('.'), { withFileTypes: true }))
      .map((entry) => `${entry.name} ${kindOf(entry)} ${entry.parentPath.slice(at('.').length)}`)
      .sort(),
  'recursive readdir with types': async (files, at) =>
    (await files.readdir(at('directory'), { withFileTypes: true, recursive: true }))
      .map((entry) => `${entry.parentPath.slice(at('.').length)} ${entry.name} ${kindOf(entry)}`)
      .sort(),
  'stat of a file': async (files, at) => statsOf(await files.stat(at('file'))),
  'stat of a link': async (files, at) => statsOf(await files.stat(at('link'))),
  'stat of a directory': async (files, at) => kindOf(await files.stat(at('directory-link'))),
  'stat of a FIFO': async (files, at) => {
    execFileSync('mkfifo', [at('fifo')]);
    const entries = await files.readdir(at('.'), { withFileTypes: true });
    const entry = entries.find(({ name }) => name === 'fifo');
    return [kindOf(await files.stat(at('fifo'))), entry && kindOf(entry)];
  },
  'stat of a dangling link': (files, at) => files.stat(at('dangling')),
  'stat of a loop': (files, at) => files.stat(at('loop')),
  'lstat of a file': async (files, at) => statsOf(await files.lstat(at('file'))),
  'lstat of links': async (files, at) =>
    Promise.all(
      ['link', 'directory-link', 'dangling', 'loop'].map(async (name) =>
        kindOf(await files.lstat(at(name))),
      ),
    ),
  'lstat of a dangling link behind a link': async (files, at) => {
    symlinkSync('nowhere', at('directory/dangling'));
    return kindOf(await files.lstat(at('directory-link/dangling')));
  },
  'lstat of nothing': (files, at) => files.lstat(at('missing')),
  'lstat of nothing behind a link': (files, at) => files.lstat(at('directory-link/missing')),
  realpath: (files, at) => files.realpath(at('directory-link/below')),
  'realpath of nothing': (files, at) => files.realpath(at('missing')),
  'realpath of a loop': (files, at) => files.realpath(at('loop')),
  access: (files, at) => files.access(at('file')),
  'access to nothing': (files, at) => files.access(at('missing')),
  mkdir: async (files, at) => {
    await files.mkdir(at('made'));
    return kindOf(await files.stat(at('made')));
  },
  'mkdir where something is': (files, at) => files.mkdir(at('empty')),
  'mkdir in no directory': (files, at) => files.mkdir(at('missing/made')),
  'recursive mkdir': async (files, at) => {
    await files.mkdir(at('a/b/c'), { recursive: true });
    await files.mkdir(at('a/b/c'), { recursive: true });
    return kindOf(await files.stat(at('a/b/c')));
  },
  'recursive mkdir below a file': (files, at) => files.mkdir(at('file/a'), { recursive: true }),
  rm: async (files, at) => {
    await files.rm(at('file'));
    await files.rm(at('dangling'));
    await files.rm(at('directory-link'));
    await files.rm(at('directory'), { recursive: true });
    await files.rm(at('missing'), { force: true });
    return (await files.readdir(at('.'))).sort();
  },
  'rm of nothing': (files, at) => files.rm(at('missing')),
  'rm of an empty directory': (files, at) => files.rm(at('empty')),
  'recursive rm of nothing': (files, at) => files.rm(at('missing'), { recursive: true }),
  cp: async (files, at) => {
    await files.cp(at('file'), at('copy'));
    await files.cp(at('file'), at('odd ?#%41 name'));
    await files.cp(at('directory'), at('tree'), { recursive: true });
    return [
      await files.readFile(at('copy'), 'utf8'),
      await files.readFile(at('odd ?#%41 name'), 'utf8'),
      await files.readFile(at('tree/below/leaf'), 'utf8'),
    ];
  },
  'a handle': async (files, at) => {
    const writing = await files.open(at('file'), 'w');
    await writing.writeFile('hello ');
    await writing.writeFile('world');
    await writing.close();
    const reading = await files.open(at('file'));
    const start = await reading.read(Buffer.alloc(5), { position: 0 });
    const all = await reading.readFile('utf8');
    await reading.close();
    return [start.bytesRead, String(start.buffer), all];
  },
  'open of nothing': (files, at) => files.open(at('missing'), 'r'),
};

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

const kindOf = (kinds: Kinds): string =>
  ['isFile', 'isDirectory', 'isSymbolicLink'].filter((name) => kinds[name as keyof Kinds]()).join();

const statsOf = (stats: Kinds & { size: number; mtimeMs: number; mtime: Date }): unknown => [
  kindOf(stats),
  stats.size,
  Math.abs(stats.mtimeMs - Date.now()) < 60_000,
  Math.abs(stats.mtime.getTime() - stats.mtimeMs) <= 1,
];
