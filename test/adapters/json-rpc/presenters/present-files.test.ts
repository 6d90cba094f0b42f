import { expect, test } from '@jest/globals';
import {
  presentDirectory,
  presentFileContent,
  presentPath,
  presentWalk,
} from '../../../../src/adapters/json-rpc/presenters/present-files.js';
import { SpareBuffer } from '../../../../src/adapters/shared/spare-buffer.js';

test('presentFileContent encodes its part of a larger buffer as base64', () => {
  const content = presentFileContent(Uint8Array.of(1, 104, 105).subarray(1));
  expect(content.wrap('', '', new SpareBuffer()).toString()).toBe('{"dataBase64":"aGk="}');
});

test('presentPath and presentWalk encode paths as URIs, whatever their bytes', () => {
  expect(presentPath('/a b/\udcff')).toEqual({ path: 'file:///a%20b/%FF' });
  expect(
    presentWalk({
      entries: [{ path: '/\t\udcff', kind: 'file' }],
      errors: [{ path: '/\n', message: 'Permission denied (os error 13)' }],
      isTruncated: true,
    }),
  ).toEqual({
    entries: [{ path: 'file:///%09%FF', kind: 'file' }],
    errors: [{ path: 'file:///%0A', message: 'Permission denied (os error 13)' }],
    truncated: true,
  });
});

test('presentDirectory shows a name that is not UTF-8 with U+FFFD', () => {
  const { entries } = presentDirectory([{ name: 'a\udcff', isDirectory: false, isFile: true }]);
  expect(entries).toEqual([{ fileName: 'a\ufffd', isDirectory: false, isFile: true }]);
});
