import { appendFile, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';

const base64 = (text) => Buffer.from(text).toString('base64');
const SILENT_FOR_MS = 400;

/** Handles and watches, which belong to their connection. */
export const HANDLES = [
  {
    name: 'fs-handles-read',
    run: async (talk) => {
      await talk.put('file', '0123456789');
      await talk.put('empty');
      await symlink('file', talk.path('link'));
      await mkdir(talk.path('directory'));
      const wire = await talk.session();
      const open = (label, handleId, name, more) =>
        talk.ask(wire, label, 'fs/open', { handleId, path: talk.uri(name), ...more });
      const read = (label, handleId, offset, len) =>
        talk.ask(wire, label, 'fs/readBlock', { handleId, offset, len });
      await open('open', 'a', 'file');
      await open('taken', 'a', 'file');
      await open('missing', 'b', 'none');
      await open('a directory', 'b', 'directory');
      await open('a device', 'dev', '../../../../../../../../../../../../dev/null');
      await open('a link', 'l', 'link');
      await open('empty id', '', 'empty');
      await open('the longest id', 'é'.repeat(16), 'file');
      await open('a longer id', 'é'.repeat(17), 'none');
      await read('a longer id, read', 'x'.repeat(33), 0, 0);
      await talk.ask(wire, 'a longer id, close', 'fs/close', { handleId: 'x'.repeat(33) });
      await open('a mode as a map', 'map', 'file', { mode: { read: null } });
      await open('below a file', 'b', 'file/x');
      await open('another mode', 'b', 'file', { mode: 'append' });
      await read('first bytes', 'a', 0, 4);
      await read('to the end exactly', 'a', 4, 6);
      await read('at the end', 'a', 10, 1);
      await read('across the end', 'a', 8, 4);
      await read('far beyond', 'a', 1000, 4);
      await read('offset beyond i64', 'a', Number.MAX_SAFE_INTEGER, 1);
      await read('no length', 'a', 0, 0);
      await read('largest length', 'a', 0, 1_048_576);
      await read('too large', 'a', 0, 1_048_577);
      await read('empty file', '', 0, 10);
      await read('unknown handle', 'z', 0, 1);
      await read('unknown handle, no length', 'z', 0, 0);
      wire.send(
        '{"id":"i64","method":"fs/readBlock","params":{"handleId":"a","offset":9223372036854775808,"len":1}}',
      );
      talk.note('offset 2^63', await wire.answer('i64'));
      await open('open again', 'again', 'file');
      await appendFile(talk.path('file'), 'more');
      await read('sees what was added', 'again', 10, 10);
      await rm(talk.path('file'));
      await read('unlinked', 'again', 0, 3);
      await talk.ask(wire, 'write to a read handle', 'fs/writeBlock', {
        handleId: 'again',
        offset: 0,
        chunk: 'YQ==',
      });
      await read('after a failure', 'again', 0, 3);
      await talk.ask(wire, 'close', 'fs/close', { handleId: 'l' });
      await read('closed', 'l', 0, 1);
      await talk.ask(wire, 'close again', 'fs/close', { handleId: 'l' });
    },
  },
  {
    name: 'fs-handles-write',
    run: async (talk) => {
      await talk.put('old', 'old content');
      await mkdir(talk.path('directory'));
      const wire = await talk.session();
      const open = (label, handleId, name) =>
        talk.ask(wire, label, 'fs/open', { handleId, path: talk.uri(name), mode: 'replace' });
      const write = (label, handleId, offset, chunk) =>
        talk.ask(wire, label, 'fs/writeBlock', { handleId, offset, chunk });
      await open('new', 'new', 'new');
      await open('old', 'old', 'old');
      await open('a directory', 'f', 'directory');
      await open('below a missing one', 'm', 'none/x');
      talk.note('old is emptied at once', await readFile(talk.path('old'), 'utf8'));
      await write('first', 'new', 0, base64('hello'));
      await write('behind a hole', 'new', 8, base64('world'));
      await write('over', 'new', 0, base64('J'));
      await write('nothing', 'new', 0, '');
      await write('too much', 'new', 0, base64('x'.repeat(1_048_577)));
      await write('the most', 'old', 0, base64('x'.repeat(1_048_576)));
      await write('no base64', 'new', 0, '!');
      await write('unknown', 'z', 0, 'YQ==');
      wire.send(
        '{"id":"i64","method":"fs/writeBlock","params":{"handleId":"new","offset":9223372036854775807,"chunk":"YQ=="}}',
      );
      talk.note('beyond i64', await wire.answer('i64'));
      talk.note('new holds', await readFile(talk.path('new'), 'latin1'));
      await talk.ask(wire, 'read a write handle', 'fs/readBlock', {
        handleId: 'new',
        offset: 0,
        len: 1,
      });
      await write('after a failure', 'new', 0, 'YQ==');
    },
  },
  {
    name: 'fs-handles-limit',
    run: async (talk) => {
      await talk.put('file', 'x');
      const wire = await talk.session();
      const open = (index) =>
        wire.request('fs/open', { handleId: `${index}`, path: talk.uri('file') });
      for (let index = 0; index < 128; index++) {
        await open(index);
      }
      talk.note('one too many', await open(128));
      await wire.request('fs/close', { handleId: '5' });
      talk.note('after a close', await open(128));
      const other = await talk.session();
      await talk.ask(other, 'of another connection', 'fs/readBlock', {
        handleId: '1',
        offset: 0,
        len: 1,
      });
    },
  },
  {
    name: 'fs-watch-missing',
    run: async (talk) => {
      await talk.put('present', 'x');
      const wire = await talk.session();
      const watch = (label, watchId, missing, present) =>
        talk.ask(wire, label, 'fs/watchMissing', {
          watchId,
          missing: missing.map((name) => talk.uri(name)),
          ...(present && { present: talk.uri(present) }),
        });
      await watch('id 0', 0, ['a']);
      await watch('nothing missing', 1, []);
      await watch(
        '65 missing',
        2,
        Array.from({ length: 65 }, (_, index) => `m${index}`),
      );
      await watch(
        '64 missing',
        3,
        Array.from({ length: 64 }, (_, index) => `m${index}`),
      );
      await watch('one exists', 4, ['a', 'present']);
      await watch('below a file', 5, ['present/x']);
      await watch('present is missing', 6, ['a'], 'b');
      await watch('the same id', 6, ['a']);
      await watch('a smaller id', 5, ['a']);
      const fired = async (label, change) => {
        const before = wire.events.length;
        await change();
        const event = await wire.until(() => wire.events[before], 3000);
        talk.note(label, event);
      };
      const silent = async (label, change) => {
        const before = wire.events.length;
        await change();
        talk.note(label, (await wire.until(() => wire.events[before], SILENT_FOR_MS)) ?? 'silent');
      };
      await watch('watching', 10, ['a'], 'present');
      await silent('a sibling', () => talk.put('sibling'));
      await fired('created', () => talk.put('a'));
      await silent('only once', () => rm(talk.path('a')));
      await watch('deep', 11, ['p/q/r']);
      await fired('a parent is created', () => mkdir(talk.path('p')));
      await watch('with present', 12, ['a'], 'present');
      await fired('present is removed', () => rm(talk.path('present')));
      await mkdir(talk.path('parent'));
      await watch('in a directory', 13, ['parent/x']);
      await fired('its directory is renamed', () =>
        rename(talk.path('parent'), talk.path('renamed')),
      );
      await watch('replaced', 14, ['one']);
      await watch('by an unsuccessful one', 15, []);
      await silent('the former is gone', () => talk.put('one'));
    },
  },
];
