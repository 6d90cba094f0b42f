import { patch } from './patch.mjs';
import { updateOf } from './update.mjs';

/** Lines that are nearly equal. @type {readonly import('./patch.mjs').PatchCase[]} */
export const FUZZY = [
  updateOf('white space behind a line of the file', 'a  \nb\n', '@@', ' a', '-b', '+B'),
  updateOf('white space behind a line of the patch', 'a\nb\n', '@@', ' a\t ', '-b', '+B'),
  updateOf('white space before a line', '    a\n\tb\n', '@@', ' a', '-b', '+B'),
  updateOf('white space within a line', 'a  b\nc\n', '@@', ' a b', '-c', '+C'),
  updateOf('an exact match behind a nearly equal one', ' x\nx\n', '@@', '-x', '+y'),
  updateOf('white space behind is nearer than white space before', ' x\nx \n', '@@', '-x', '+y'),
  updateOf('a no-break space around a line', '\u00a0a\u00a0\nb\n', '@@', '-a', '+A'),
  updateOf('a zero-width space behind a line', 'a\u200b\nb\n', '@@', '-a', '+A'),
  updateOf('a byte order mark before the first line', '\ufeffa\nb\n', '@@', '-a', '+A'),
  updateOf(
    'other dashes',
    'a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h\n',
    '@@',
    '-a-b-c-d-e-f-g-h',
    '+x',
  ),
  updateOf(
    'other quotes',
    '\u2018a\u2019\u201ab\u201b \u201cc\u201d\u201ed\u201f\n',
    '@@',
    `-'a''b' "c""d"`,
    '+x',
  ),
  updateOf(
    'other spaces',
    'a\u00a0b\u2002c\u2003d\u2004e\u2005f\u2006g\u2007h\u2008i\u2009j\u200ak\u202fl\u205fm\u3000n\n',
    '@@',
    '-a b c d e f g h i j k l m n',
    '+x',
  ),
  updateOf('another space that is not in the list', 'a\u2000b\u1680c\n', '@@', '-a b c', '+x'),
  updateOf('an ellipsis', 'a…\n', '@@', '-a...', '+x'),
  updateOf('an accent in two forms', 'e\u0301\n', '@@', '-\u00e9', '+x'),
  updateOf('dashes in the patch, not in the file', 'a-b\n', '@@', '-a–b', '+x'),
  updateOf('letters in another case', 'ABC\n', '@@', '-abc', '+x'),
  updateOf('context keeps its white space', 'a  \nb\n', '@@', ' a', '-b', '+B', '*** End of File'),
];

/** Line ends and what is no text. @type {readonly import('./patch.mjs').PatchCase[]} */
export const LINE_ENDS = [
  updateOf('CRLF in the file', 'a\r\nb\r\nc\r\n', '@@', ' a', '-b', '+B', ' c'),
  updateOf('CRLF in the file, added lines', 'a\r\nb\r\n', '@@', ' a', '+new'),
  updateOf('CRLF in the file, appended', 'a\r\nb\r\n', '@@', '+c'),
  updateOf('CRLF in the file, no line end', 'a\r\nb', '@@', '-b', '+B'),
  updateOf('CRLF in some lines', 'a\r\nb\nc\r\n', '@@', '-b', '+B'),
  updateOf('CRLF in the last line alone', 'a\nb\r\n', '@@', '-a', '+A'),
  updateOf('CR alone in the file', 'a\rb\n', '@@', '-a\rb', '+x'),
  {
    ...updateOf('CRLF in file and patch', 'a\r\nb\r\n', '@@', '-a', '+A'),
    patch: patch('*** Update File: a.txt', '@@', '-a', '+A').replaceAll('\n', '\r\n'),
  },
  {
    ...updateOf('CRLF in the patch alone', 'a\nb\n', '@@', '-a', '+A'),
    patch: patch('*** Update File: a.txt', '@@', '-a', '+A').replaceAll('\n', '\r\n'),
  },
  {
    ...updateOf('CRLF, preserved by variable', 'a\r\nb\r\n', '@@', '-a', '+A'),
    env: { CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS: '1' },
  },
  {
    ...updateOf('CRLF, preserved by variable, true', 'a\r\nb\nc', '@@', '-a', '+A', '@@', '+d'),
    env: { CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS: 'true' },
  },
  {
    ...updateOf('CRLF, not preserved by variable', 'a\r\nb\r\n', '@@', '-a', '+A'),
    env: { CODEX_APPLY_PATCH_PRESERVE_LINE_ENDINGS: '0' },
  },
  {
    name: 'a file that is not UTF-8',
    files: { 'a.bin': { base64: 'YQr//goK' } },
    patch: patch('*** Update File: a.bin', '@@', '-a', '+A'),
  },
  {
    name: 'a file with a NUL',
    files: { 'a.bin': 'a\n\0\n' },
    patch: patch('*** Update File: a.bin', '@@', '-a', '+A'),
  },
  { name: 'update a missing file', patch: patch('*** Update File: a.txt', '@@', '-a', '+A') },
  {
    name: 'update a file of a missing directory',
    patch: patch('*** Update File: d/a.txt', '@@', '-a', '+A'),
  },
  {
    name: 'update a directory',
    files: { 'd/': null },
    patch: patch('*** Update File: d', '@@', '-a', '+A'),
  },
  {
    name: 'update a link',
    files: { 'a.txt': 'a\n', link: { link: 'a.txt' } },
    patch: patch('*** Update File: link', '@@', '-a', '+A'),
  },
  {
    name: 'update a broken link',
    files: { link: { link: 'missing' } },
    patch: patch('*** Update File: link', '@@', '-a', '+A'),
  },
  {
    name: 'update below a file',
    files: { 'a.txt': 'a\n' },
    patch: patch('*** Update File: a.txt/b', '@@', '-a', '+A'),
  },
  {
    name: 'update a file with a NUL in its name',
    patch: patch('*** Update File: a\0b', '@@', '-a', '+A'),
  },
  {
    name: 'update a program, keeping its mode',
    files: { 'a.sh': { text: 'a\n', mode: '755' } },
    patch: patch('*** Update File: a.sh', '@@', '-a', '+A'),
  },
  {
    name: 'update at an absolute path',
    files: { 'a b.txt': 'a\n' },
    patch: patch('*** Update File: $CWD/a b.txt', '@@', '-a', '+A'),
  },
  { name: 'update without a change of a missing file', patch: patch('*** Update File: a.txt') },
];
