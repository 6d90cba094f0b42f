import { describe, expect, test } from '@jest/globals';
import { FileHandles } from '../../../src/domain/files/file-handles.js';
import { Deferred } from '../../support/deferred.js';
import { fault } from '../../support/fault.js';

class File {
  isOpen = true;

  async close(): Promise<void> {
    this.isOpen = false;
  }
}

const LIMIT = 2;
const open = async (handles: FileHandles<File>, id: string, file = new File()): Promise<File> => {
  await handles.open(id, LIMIT, async () => file);
  return file;
};

describe('FileHandles', () => {
  test('returns the file that was opened under an id, even the empty id', async () => {
    const handles = new FileHandles<File>();
    const file = await open(handles, '');
    expect(handles.get('')).toBe(file);
    expect(() => handles.get('__proto__')).toThrow(
      fault('not-found', 'unknown file handle `__proto__`'),
    );
  });

  test('rejects an id in use before it checks the limit of 2 open handles', async () => {
    const handles = new FileHandles<File>();
    await open(handles, 'a');
    await open(handles, 'b');
    await expect(open(handles, 'a')).rejects.toEqual(
      fault('invalid-request', 'file handle `a` already exists'),
    );
    await expect(open(handles, 'c')).rejects.toEqual(
      fault('invalid-request', 'at most 2 file handles may be open per connection'),
    );
  });

  test('counts a file that is still being opened but does not return it', async () => {
    const handles = new FileHandles<File>();
    const opened = new Deferred<File>();
    const admission = handles.open('a', 1, () => opened.promise);
    await expect(open(handles, 'a')).rejects.toThrow('already exists');
    await expect(handles.open('b', 1, async () => new File())).rejects.toThrow('at most 1');
    expect(() => handles.get('a')).toThrow('unknown file handle `a`');
    opened.resolve(new File());
    await admission;
    expect(handles.get('a').isOpen).toBe(true);
  });

  test('frees the id of a file that could not be opened', async () => {
    const handles = new FileHandles<File>();
    const failure = handles.open('a', LIMIT, () => Promise.reject(new Error('no')));
    await expect(failure).rejects.toThrow('no');
    await open(handles, 'a');
  });

  test('closes a file once and frees its id', async () => {
    const handles = new FileHandles<File>();
    const file = await open(handles, 'a');
    await handles.close('a');
    expect(file.isOpen).toBe(false);
    await handles.close('a');
    await open(handles, 'a');
  });

  test('frees the id of a file whose close fails', async () => {
    const handles = new FileHandles<{ close(): Promise<void> }>();
    await handles.open('a', 1, async () => ({ close: () => Promise.reject(new Error('no')) }));
    await handles.close('a');
    await handles.open('a', 1, async () => new File());
  });

  test('closeAll closes every file, and a file whose open finishes later', async () => {
    const handles = new FileHandles<File>();
    const file = await open(handles, 'a');
    const late = new File();
    const opened = new Deferred<File>();
    const admission = handles.open('b', LIMIT, () => opened.promise);
    await handles.closeAll();
    expect(file.isOpen).toBe(false);
    opened.resolve(late);
    await admission;
    expect(late.isOpen).toBe(false);
    expect(() => handles.get('b')).toThrow('unknown file handle `b`');
  });
});
