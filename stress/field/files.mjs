// What disks, quotas and odd trees do to requests about files.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startProcess } from '../../build/test/support/processes/raw-process.js';
import { TestClient } from '../../dist/testing/index.js';
import { fill, makeDeep } from '../lib/make-files.mjs';
import { Skip } from './skip.mjs';

const OLD = Buffer.alloc(400_000, 'o');
const LEVELS = 1500;

/** A client with a directory of its own, for as long as `does` takes. */
const withDirectory = async ({ url }, does) => {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'field-files-'));
  const client = await new TestClient(url).connect();
  try {
    await client.initialize();
    return await does(new Files(client), directory);
  } finally {
    await client.disconnect('close');
    execFileSync('rm', ['-rf', directory]);
  }
};

/** The same on a small file system in memory. */
const onSmallDisk = (daemon, options, does) =>
  withDirectory(daemon, async (files, directory) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', directory], { stdio: 'pipe' });
    } catch (error) {
      throw new Skip(`no file system can be mounted here: ${error.stderr ?? error.message}`.trim());
    }
    try {
      return await does(files, directory);
    } finally {
      execFileSync('umount', [directory]);
    }
  });

/** Requests of a client, told as `ok` or by the message of the error. */
class Files {
  #client;

  constructor(client) {
    this.#client = client;
  }

  async ask(method, params) {
    try {
      await this.#client.request(method, params, { timeoutMs: 120_000 });
      return 'ok';
    } catch (error) {
      return error.message;
    }
  }

  write(path, bytes) {
    return this.ask('fs/writeFile', { path: uri(path), dataBase64: bytes.toString('base64') });
  }

  copy(from, to) {
    const paths = { sourcePath: uri(from), destinationPath: uri(to) };
    return this.ask('fs/copy', { ...paths, recursive: true });
  }

  remove(path) {
    return this.ask('fs/remove', { path: uri(path), force: false });
  }
}

const uri = (path) => pathToFileURL(path).href;

const expect = (what, seen, wanted) => {
  const isRight = wanted instanceof RegExp ? wanted.test(seen) : seen === wanted;
  if (!isRight) {
    throw new Error(`${what}: ${seen} instead of ${wanted}`);
  }
};

const expectContent = (path, wanted) => {
  if (!readFileSync(path).equals(wanted)) {
    throw new Error(`${path} has another content`);
  }
  const left = readdirSync(join(path, '..')).filter((name) => name.startsWith('.exec-server-'));
  expect('temporary files', left.length, 0);
};

/** @type {import('../field.mjs').FieldCase[]} */
export const CASES = [
  {
    id: '11',
    name: 'a file on a full disk is rewritten shorter, and longer',
    provoke: (daemon) =>
      onSmallDisk(daemon, 'size=2m', async (files, directory) => {
        const path = join(directory, 'f');
        writeFileSync(path, OLD);
        fill(directory);
        const longer = await files.write(path, Buffer.alloc(3_000_000));
        expect('longer', longer, /No space left on device/);
        expectContent(path, OLD);
        expect('shorter', await files.write(path, OLD.subarray(0, 100_000)), 'ok');
        expectContent(path, OLD.subarray(0, 100_000));
        return 'longer: no space, the old content; shorter: written';
      }),
  },
  {
    id: '11',
    name: 'a file on a disk without inodes is rewritten and copied onto',
    provoke: (daemon) =>
      onSmallDisk(daemon, 'size=2m,nr_inodes=3', async (files, directory) => {
        const [path, other] = [join(directory, 'f'), join(directory, 'other')];
        writeFileSync(path, 'old');
        writeFileSync(other, OLD);
        expect('write', await files.write(path, Buffer.from('new, and longer')), 'ok');
        expectContent(path, Buffer.from('new, and longer'));
        expect('copy', await files.copy(other, path), 'ok');
        expectContent(path, OLD);
        expect('a new file', await files.write(join(directory, 'new'), OLD), /No space left/);
        return 'written and copied; a new file: no space';
      }),
  },
  {
    id: '11',
    name: 'a file at the longest path is written and replaced',
    provoke: (daemon) =>
      withDirectory(daemon, async (files, root) => {
        let directory = root;
        while (directory.length < 3800) {
          directory += `/${'d'.repeat(200)}`;
        }
        directory += `/${'e'.repeat(4092 - directory.length)}`;
        mkdirSync(directory, { recursive: true });
        const path = `${directory}/f`;
        expect('new', await files.write(path, Buffer.from('old')), 'ok');
        expect('again', await files.write(path, Buffer.from('new')), 'ok');
        expectContent(path, Buffer.from('new'));
        return `${path.length} bytes: written`;
      }),
  },
  {
    id: 'deep',
    name: `a tree of ${LEVELS} levels, deeper than the longest path, is copied and removed`,
    provoke: (daemon) =>
      withDirectory(daemon, async (files, directory) => {
        const [source, copy] = [join(directory, 'source'), join(directory, 'copy')];
        mkdirSync(source);
        makeDeep(source, LEVELS);
        let most = 0;
        const timer = setInterval(() => {
          most = Math.max(most, readdirSync(`/proc/${daemon.pid}/fd`).length);
        }, 20);
        try {
          expect('copy', await files.copy(source, copy), 'ok');
          expect('remove', await files.remove(source), 'ok');
          expect('remove the copy', await files.remove(copy), 'ok');
        } finally {
          clearInterval(timer);
        }
        expect('what is left', readdirSync(directory).join(), '');
        if (most > 200) {
          throw new Error(`${most} descriptors`);
        }
        return `${most} descriptors at most`;
      }),
  },
  {
    id: 'modes',
    name: 'private and read-only directories are copied',
    provoke: (daemon) =>
      withDirectory(daemon, async (files, directory) => {
        for (const mode of [0o700, 0o755, 0o555]) {
          const [source, copy] = [
            join(directory, `source-${mode}`),
            join(directory, `copy-${mode}`),
          ];
          mkdirSync(source);
          writeFileSync(join(source, 'f'), 'content', { mode: 0o600 });
          chmodSync(source, mode);
          expect('copy', await files.copy(source, copy), 'ok');
          expect('mode', statSync(copy).mode & 0o7777, mode);
          expect('mode of the file', statSync(join(copy, 'f')).mode & 0o7777, 0o600);
        }
        return 'each with its mode';
      }),
  },
  {
    id: 'order',
    name: 'a small write is pipelined behind a large one that is refused',
    args: ['--max-bytes-in-flight', '1MiB', '--max-pending-input', '100KiB'],
    provoke: (daemon, round) =>
      withDirectory(daemon, async (_files, directory) => {
        const client = await new TestClient(daemon.url).connect();
        try {
          await client.initialize();
          const processId = `stuck-${round}`;
          await startProcess(client, { processId, argv: ['sleep', '100'], pipeStdin: true });
          const own = new Files(client);
          const input = (writeId, bytes) =>
            own.ask('process/write', {
              processId,
              writeId,
              chunk: Buffer.alloc(bytes).toString('base64'),
            });
          const inputs = await Promise.all([input('a', 80_000), input('b', 45_000), input('c', 1)]);
          const poll = { processId, afterSeq: 0, waitMs: 60_000, padding: 'x'.repeat(700_000) };
          const polls = [own.ask('process/read', poll), own.ask('process/read', poll)];
          const path = join(directory, 'f');
          const writes = await Promise.all([
            own.write(path, OLD),
            own.write(path, Buffer.from('small')),
          ]);
          await own.ask('process/terminate', { processId });
          await Promise.all(polls);
          expect('the large write', writes[0], /max-bytes-in-flight/);
          expect('the small write', writes[1], /to keep its order/);
          expect('the file', existsSync(path), false);
          expect('input that does not fit', inputs[1], /input queue is full/);
          expect('input behind it', inputs[2], /input queue is full|to keep its order/);
          expect('the small write again', await own.write(path, Buffer.from('small')), 'ok');
          return 'refused as well, written when asked again';
        } finally {
          await client.disconnect('terminate');
        }
      }),
  },
];
