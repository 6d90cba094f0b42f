import { execFileSync } from 'node:child_process';
import { chmod, link, mkdir, readFile, stat, symlink, truncate, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';

const base64 = (text) => Buffer.from(text).toString('base64');
const HUNG_AFTER_MS = 1500;

/** A file, a directory, links of every kind, and what is neither. */
async function fill(talk) {
  await talk.put('file', 'content\n');
  await talk.put('empty');
  await talk.put('directory/inner', 'inner\n');
  await symlink('file', talk.path('link'));
  await symlink('directory', talk.path('directory-link'));
  await symlink('nowhere', talk.path('dangling'));
  await symlink('loop', talk.path('loop'));
  execFileSync('mkfifo', [talk.path('fifo')]);
  const server = createServer();
  await new Promise((resolve) => server.listen(talk.path('socket'), resolve));
  talk.onClose(() => new Promise((resolve) => server.close(resolve)));
}

/** Every path that can be asked for, by what it is. */
function paths(talk) {
  const at = (name) => ({ path: talk.uri(name) });
  return {
    'a file': at('file'),
    'an empty file': at('empty'),
    'a directory': at('directory'),
    'a link': at('link'),
    'a link, not followed': { ...at('link'), followSymlinks: false },
    'through a link': at('directory-link/inner'),
    'through a link, not followed': { ...at('directory-link/inner'), followSymlinks: false },
    'a link to a directory': at('directory-link'),
    'a dangling link': at('dangling'),
    'a loop': at('loop'),
    'a socket': at('socket'),
    'a device': { path: 'file:///dev/null' },
    missing: at('missing'),
    'missing, not followed': { ...at('missing'), followSymlinks: false },
    'below a missing one': at('missing/inner'),
    'below a file': at('file/inner'),
    'a slash behind a file': { path: `${talk.uri('file')}/` },
    'the root': { path: 'file:///' },
    'a name too long': at('x'.repeat(300)),
    'a path too long': at('y/'.repeat(2500)),
  };
}

/** Files as a whole: reading, writing, asking about them. */
export const FILES = [
  {
    name: 'fs-read-file',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      await talk.askAll(wire, 'fs/readFile', paths(talk));
      await talk.ask(wire, 'a fifo', 'fs/readFile', { path: talk.uri('fifo') }, HUNG_AFTER_MS);
      await talk.put('huge');
      await truncate(talk.path('huge'), 512 * 2 ** 20 + 1);
      await talk.ask(wire, 'too large', 'fs/readFile', { path: talk.uri('huge') });
      const cpu = await wire.request('fs/readFile', { path: 'file:///proc/self/status' });
      talk.note(
        'a file of /proc',
        Buffer.from(cpu.result?.dataBase64 ?? '', 'base64').length > 100,
      );
      await talk.put('bytes', Buffer.from([0, 255, 254, 10]));
      await talk.ask(wire, 'bytes', 'fs/readFile', { path: talk.uri('bytes') });
    },
  },
  {
    name: 'fs-get-metadata',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      const sizeless = async (label, params) => {
        const answer = await wire.request('fs/getMetadata', params);
        if (answer.result?.isDirectory) {
          answer.result.size = '<size>';
        }
        talk.note(label, answer);
      };
      for (const [label, params] of Object.entries(paths(talk))) {
        await sizeless(label, params);
      }
      await sizeless('a fifo', { path: talk.uri('fifo') });
      await sizeless('a dangling link, not followed', {
        path: talk.uri('dangling'),
        followSymlinks: false,
      });
      const { result } = await wire.request('fs/getMetadata', { path: talk.uri('file') });
      const { mtimeMs } = await stat(talk.path('file'));
      talk.note('the time', result?.modifiedAtMs === Math.floor(mtimeMs));
      await utimes(talk.path('file'), new Date(-1500), new Date(-1500));
      for (const followSymlinks of [true, false]) {
        const params = { path: talk.uri('file'), followSymlinks };
        const early = await wire.request('fs/getMetadata', params);
        talk.note(
          `before 1970, links followed: ${followSymlinks}`,
          String(early.result?.modifiedAtMs),
        );
      }
    },
  },
  {
    name: 'fs-canonicalize',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      await talk.askAll(wire, 'fs/canonicalize', paths(talk));
    },
  },
  {
    name: 'fs-write-file',
    run: async (talk) => {
      await fill(talk);
      await link(talk.path('file'), talk.path('hard'));
      await chmod(talk.path('file'), 0o640);
      const wire = await talk.session();
      const write = (label, params, within) =>
        talk.ask(wire, label, 'fs/writeFile', { dataBase64: base64('new\n'), ...params }, within);
      const all = paths(talk);
      delete all['the root'];
      for (const [label, params] of Object.entries(all)) {
        await write(label, params);
      }
      await write('the root', { path: 'file:///' });
      await write('no base64', { path: talk.uri('other'), dataBase64: '!' });
      await write('base64 without padding', { path: talk.uri('other'), dataBase64: 'YQ' });
      await write('nothing', { path: talk.uri('empty'), dataBase64: '' });
      for (const name of ['file', 'hard', 'directory/inner', 'nowhere', 'missing']) {
        talk.note(`${name} afterwards`, await readFile(talk.path(name), 'utf8').catch(codeOf));
      }
      const { mode } = await stat(talk.path('file'));
      talk.note('the mode is kept', (mode & 0o777).toString(8));
      const made = await stat(talk.path('missing')).catch(() => ({ mode: 0 }));
      talk.note('the mode of a new one', (made.mode & 0o777).toString(8));
      await write('a fifo without reader', { path: talk.uri('fifo') }, HUNG_AFTER_MS);
    },
  },
  {
    name: 'fs-create-directory',
    run: async (talk) => {
      await fill(talk);
      const wire = await talk.session();
      const all = paths(talk);
      await talk.askAll(wire, 'fs/createDirectory', all);
      for (const [label, params] of Object.entries(all)) {
        const flat = { ...params, recursive: false };
        await talk.ask(wire, `not recursive: ${label}`, 'fs/createDirectory', flat);
      }
      const fresh = (name, more) => ({ path: talk.uri(name), ...more });
      await talk.askAll(wire, 'fs/createDirectory', {
        'deep, recursive null': fresh('a/b/c', { recursive: null }),
        'one, not recursive': fresh('single', { recursive: false }),
        'deep, not recursive': fresh('d/e', { recursive: false }),
        'through a link, not recursive': fresh('directory-link/sub', { recursive: false }),
      });
      const { mode } = await stat(talk.path('a/b'));
      talk.note('the mode', (mode & 0o777).toString(8));
    },
  },
  {
    name: 'fs-uris',
    run: async (talk) => {
      await talk.put('a b', 'blank');
      await talk.put('ü', 'umlaut');
      await talk.put('100%', 'percent');
      await talk.put('q?#', 'marks');
      await mkdir(talk.path('sub'));
      await symlink('sub', talk.path('link'));
      const wire = await talk.session();
      const { directory } = talk;
      const uris = [
        `${directory}`,
        'relative',
        '',
        'http://host/a',
        'ftp:///a',
        `FILE://${directory}`,
        `file:${directory}`,
        `file://localhost${directory}`,
        `file://LOCALHOST${directory}`,
        `file://host${directory}`,
        `file:///${directory}`,
        'file://',
        'file:',
        'file:///',
        'file:tmp',
        'file:///C:/x',
        'file:///c|/x',
        'file:///C%3a/x',
        'file:///C%3A',
        `file://${directory}/a b`,
        `file://${directory}/a%20b`,
        `file://${directory}/ü`,
        `file://${directory}/100%`,
        `file://${directory}/100%25`,
        `file://${directory}/q%3F%23`,
        `file://${directory}?a`,
        `file://${directory}#a`,
        `file://user@host${directory}`,
        `file://user@${directory}`,
        `file://host:80${directory}`,
        `file://${directory}/%00`,
        `file://${directory}/%ff`,
        `file://${directory}/sub%2F..`,
        `file://${directory}/./sub/../sub`,
        `file://${directory}/link/..`,
        `file://${directory}/%2e%2e`,
        `file://${directory}//sub///`,
        ` file://${directory}\t`,
        `file://${directory}/a\nb`,
        `file:\\\\\\${directory}`,
        `file://${directory}/sub\\x`,
        'file:///../../tmp',
        'file://127.0.0.1/tmp',
        'file://%6cocalhost/tmp',
        'file:/tmp',
        'file:////tmp',
        `file://${directory}/%zz`,
      ];
      for (const uri of uris) {
        await talk.ask(wire, `canonicalize ${shown(uri, directory)}`, 'fs/canonicalize', {
          path: uri,
        });
      }
    },
  },
];

function codeOf(error) {
  return error.code;
}

function shown(uri, directory) {
  return JSON.stringify(uri.replaceAll(directory, '<directory>'));
}
