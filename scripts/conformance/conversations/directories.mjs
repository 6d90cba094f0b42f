import { execFileSync } from 'node:child_process';
import { chmod, link, lstat, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';

/** Directories: listing, walking, removing and copying. */
export const DIRECTORYS = [
  {
    name: 'fs-read-directory',
    run: async (talk) => {
      await talk.put('d/file', 'x');
      await talk.put('d/.hidden', 'x');
      await mkdir(talk.path('d/directory'));
      await symlink('file', talk.path('d/link'));
      await symlink('directory', talk.path('d/directory-link'));
      await symlink('directory', talk.path('link'));
      await symlink('nowhere', talk.path('d/dangling'));
      execFileSync('mkfifo', [talk.path('d/fifo')]);
      await talk.put('d/tab\there', 'x');
      await talk.put(Buffer.from('d/ü').toString(), 'x');
      await mkdir(talk.path('empty'));
      await symlink('d', talk.path('to-d'));
      const wire = await talk.session();
      const list = async (label, path) => {
        const answer = await wire.request('fs/readDirectory', { path });
        answer.result?.entries.sort((a, b) => (a.fileName < b.fileName ? -1 : 1));
        const found = answer.result?.entries.map(({ fileName }) => fileName);
        for (const entry of answer.result?.entries ?? []) {
          talk.note(`${label}: ${entry.fileName}`, entry);
        }
        talk.note(label, found ? 'listed' : answer);
      };
      await list('all kinds', talk.uri('d'));
      await list('empty', talk.uri('empty'));
      await list('through a link', talk.uri('to-d'));
      await list('a file', talk.uri('d/file'));
      await list('missing', talk.uri('none'));
      await list('dangling', talk.uri('d/dangling'));
      execFileSync('sh', [
        '-c',
        `mkdir "$1" && : > "$1/$(printf 'raw\\377')"`,
        'sh',
        talk.path('raw'),
      ]);
      await list('a name that is not UTF-8', talk.uri('raw'));
    },
  },
  {
    name: 'fs-walk',
    run: async (talk) => {
      await talk.put('w/b.txt');
      await talk.put('w/a.txt');
      await talk.put('w/B.txt');
      await talk.put('w/sub/one/deep/deeper.txt');
      await talk.put('w/sub/two.txt');
      await talk.put('w/.hidden/inside.txt');
      await symlink('a.txt', talk.path('w/file-link'));
      await symlink('sub', talk.path('w/directory-link'));
      await symlink('..', talk.path('w/sub/up'));
      await symlink('nowhere', talk.path('w/dangling'));
      execFileSync('mkfifo', [talk.path('w/fifo')]);
      await talk.put('w/with blank/ü.txt');
      await symlink('w', talk.path('to-w'));
      await talk.put('odd/tab\there');
      const wire = await talk.session();
      const base = {
        maxDepth: 10,
        maxDirectories: 100,
        maxEntries: 100,
        followDirectorySymlinks: false,
      };
      const walk = (label, options, path = talk.uri('w')) =>
        talk.ask(wire, label, 'fs/walk', { path, options: { ...base, ...options } });
      await walk('all');
      await walk('following', { followDirectorySymlinks: true });
      await walk('pruned', { pruneHiddenDirectories: true });
      for (const maxDepth of [0, 1, 2]) {
        await walk(`depth ${maxDepth}`, { maxDepth });
      }
      for (const maxDirectories of [1, 2, 3]) {
        await walk(`directories ${maxDirectories}`, { maxDirectories });
      }
      for (const maxEntries of [1, 3, 13, 14]) {
        await walk(`entries ${maxEntries}`, { maxEntries });
      }
      await walk('no directories', { maxDirectories: 0 });
      await walk('no entries', { maxEntries: 0 });
      await walk('too deep', { maxDepth: 65 });
      await walk('deepest', { maxDepth: 64 });
      await walk('too many directories', { maxDirectories: 10_001 });
      await walk('too many entries', { maxEntries: 50_001 });
      await walk('a file', {}, talk.uri('w/a.txt'));
      await walk('a link', {}, talk.uri('to-w'));
      await walk('a link, following', { followDirectorySymlinks: true }, talk.uri('to-w'));
      await walk('missing', {}, talk.uri('none'));
      await walk('an odd name', {}, talk.uri('odd'));
    },
  },
  {
    name: 'fs-remove',
    run: async (talk) => {
      const wire = await talk.session();
      const remove = async (label, name, options = {}, left = name) => {
        await talk.ask(wire, label, 'fs/remove', { path: talk.uri(name), ...options });
        talk.note(`${label}, afterwards`, await lstat(talk.path(left)).then(() => 'there', codeOf));
      };
      const FLAT = { recursive: false, force: false };
      await talk.put('file');
      await talk.put('kept/inner');
      await talk.put('tree/a/b/c');
      await symlink('kept', talk.path('link'));
      await symlink('kept', talk.path('link2'));
      await symlink('nowhere', talk.path('dangling'));
      await mkdir(talk.path('empty'));
      await remove('missing', 'none');
      await remove('missing, not forced', 'none', FLAT);
      await remove('below a file', 'file/x');
      await remove('below a missing one', 'none/x', FLAT);
      await remove('a directory that is not empty', 'kept', FLAT);
      await remove('a directory that is not empty, forced', 'kept', {
        recursive: false,
        force: true,
      });
      await remove('a link, not followed, recursive', 'link', { followSymlinks: false });
      await remove('through a link, not followed', 'link/inner', {
        ...FLAT,
        followSymlinks: false,
      });
      await remove('a link, not followed', 'link2', { ...FLAT, followSymlinks: false });
      await remove('a link', 'link');
      talk.note('its target', await readdir(talk.path('kept')));
      await remove('a dangling link', 'dangling', FLAT);
      await remove('an empty directory', 'empty', FLAT);
      await remove('a file', 'file', FLAT);
      await remove('a tree', 'tree', { recursive: null, force: null });
    },
  },
  {
    name: 'fs-copy',
    run: async (talk) => {
      const wire = await talk.session();
      await talk.put('file', 'content');
      await chmod(talk.path('file'), 0o751);
      await talk.put('other', 'other');
      await talk.put('tree/a/b', 'b');
      await symlink('a', talk.path('tree/link'));
      execFileSync('mkfifo', [talk.path('tree/fifo')]);
      await symlink('file', talk.path('link'));
      await link(talk.path('file'), talk.path('hard'));
      const copy = (label, from, to, recursive = false) => {
        const [sourcePath, destinationPath] = [talk.uri(from), talk.uri(to)];
        return talk.ask(wire, label, 'fs/copy', { sourcePath, destinationPath, recursive });
      };
      const look = async (name) =>
        talk.note(`${name} holds`, await readFile(talk.path(name), 'utf8').catch(codeOf));
      await copy('a file', 'file', 'new');
      await look('new');
      talk.note('its mode', ((await lstat(talk.path('new'))).mode & 0o777).toString(8));
      await copy('over a file', 'file', 'other');
      await look('other');
      await copy('onto a directory', 'file', 'tree');
      await copy('into a missing one', 'file', 'none/x');
      await copy('a missing one', 'none', 'x');
      await copy('below a file', 'file/x', 'x');
      await copy('a link', 'link', 'link-copy');
      talk.note('the text of the link', await readlink(talk.path('link-copy')).catch(codeOf));
      await copy('a link onto something', 'link', 'other');
      await copy('a directory, not recursive', 'tree', 'tree-copy');
      await copy('a directory', 'tree', 'tree-copy', true);
      talk.note('the copy', (await readdir(talk.path('tree-copy')).catch(() => [])).sort());
      await copy('a directory, again', 'tree', 'tree-copy', true);
      await copy('a directory into itself', 'tree', 'tree/a/inner', true);
      await copy('a directory onto itself', 'tree', 'tree', true);
      await copy('a directory onto a file', 'tree', 'file', true);
      await copy('a fifo', 'tree/fifo', 'fifo-copy');
      await copy('a file onto its hard link', 'file', 'hard');
      await look('hard');
      await copy('a file onto itself', 'file', 'file');
      await look('file');
    },
  },
];

function codeOf(error) {
  return error.code;
}
