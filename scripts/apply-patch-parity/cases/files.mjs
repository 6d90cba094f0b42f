import { patch } from './patch.mjs';

/** Files that are added. @type {readonly import('./patch.mjs').PatchCase[]} */
export const ADDED = [
  { name: 'add', patch: patch('*** Add File: a.txt', '+hello', '+world') },
  { name: 'add an empty file', patch: patch('*** Add File: a.txt') },
  { name: 'add an empty line', patch: patch('*** Add File: a.txt', '+') },
  { name: 'add below directories that are missing', patch: patch('*** Add File: d/e/a.txt', '+x') },
  {
    name: 'add over a file',
    files: { 'a.txt': 'old\n' },
    patch: patch('*** Add File: a.txt', '+x'),
  },
  {
    name: 'add over a file, keeping its mode',
    files: { 'a.txt': { text: 'old\n', mode: '700' } },
    patch: patch('*** Add File: a.txt', '+x'),
  },
  { name: 'add over a directory', files: { 'a/': null }, patch: patch('*** Add File: a', '+x') },
  {
    name: 'add over a link',
    files: { 'a.txt': 'old\n', link: { link: 'a.txt' } },
    patch: patch('*** Add File: link', '+x'),
  },
  {
    name: 'add over a broken link',
    files: { link: { link: 'missing.txt' } },
    patch: patch('*** Add File: link', '+x'),
  },
  {
    name: 'add over a link in a circle',
    files: { link: { link: 'link' } },
    patch: patch('*** Add File: link', '+x'),
  },
  {
    name: 'add below a file',
    files: { 'a.txt': 'old\n' },
    patch: patch('*** Add File: a.txt/b.txt', '+x'),
  },
  {
    name: 'add below a link to a directory',
    files: { 'd/': null, link: { link: 'd' } },
    patch: patch('*** Add File: link/a.txt', '+x'),
  },
  {
    name: 'add below a broken link',
    files: { link: { link: 'd' } },
    patch: patch('*** Add File: link/a.txt', '+x'),
  },
  { name: 'add with a line without a plus', patch: patch('*** Add File: a.txt', '+x', 'y') },
  {
    name: 'add with an empty line without a plus',
    patch: patch('*** Add File: a.txt', '+x', '', '+y'),
  },
  { name: 'add with a context line', patch: patch('*** Add File: a.txt', ' x') },
  { name: 'add with a header of a change', patch: patch('*** Add File: a.txt', '@@', '+x') },
  { name: 'add with an indented plus', patch: patch('*** Add File: a.txt', ' +x') },
  {
    name: 'add lines that look like markers',
    patch: patch('*** Add File: a.txt', '+*** End Patch', '+*** Add File: b', '++x', '+-y'),
  },
  { name: 'add text beyond ASCII', patch: patch('*** Add File: ä €.txt', '+日本 🙂', '+\ttab  ') },
  {
    name: 'add lines with CR at their ends',
    patch: patch('*** Add File: a.txt', '+x\r', '+y\r\r'),
  },
  { name: 'add a NUL', patch: patch('*** Add File: a.txt', '+a\0b') },
  { name: 'add a file with a NUL in its name', patch: patch('*** Add File: a\0b', '+x') },
  { name: 'add at an absolute path', patch: patch('*** Add File: $CWD/d/a.txt', '+x') },
  { name: 'add at a path with dots', patch: patch('*** Add File: ./d/../a.txt', '+x') },
  {
    name: 'add at a path with dots behind a link',
    files: { 'd/e/': null, link: { link: 'd/e' } },
    patch: patch('*** Add File: link/../a.txt', '+x'),
  },
  {
    name: 'add at a path above the directory',
    patch: patch('*** Add File: d/../../a-outside/../$NAME/a.txt', '+x'),
  },
  { name: 'add at a path with a double slash', patch: patch('*** Add File: d//a.txt', '+x') },
  { name: 'add at a path that ends with a slash', patch: patch('*** Add File: d/', '+x') },
  {
    name: 'add at a directory that ends with a slash',
    files: { 'd/': null },
    patch: patch('*** Add File: d/', '+x'),
  },
  { name: 'add at the directory itself', patch: patch('*** Add File: .', '+x') },
  { name: 'add at a path with spaces', patch: patch('*** Add File: my dir/a b.txt', '+x') },
  { name: 'add at a path with quotes', patch: patch('*** Add File: "a".txt', '+x') },
  { name: 'add at a path with a tilde', patch: patch('*** Add File: ~/a.txt', '+x') },
  {
    name: 'add at a name that is too long',
    patch: patch(`*** Add File: ${'n'.repeat(256)}`, '+x'),
  },
  {
    name: 'add two files of one name',
    patch: patch('*** Add File: a.txt', '+x', '*** Add File: a.txt', '+y'),
  },
];

/** Files that are deleted. @type {readonly import('./patch.mjs').PatchCase[]} */
export const DELETED = [
  {
    name: 'delete',
    files: { 'a.txt': 'x\n', 'b.txt': 'y\n' },
    patch: patch('*** Delete File: a.txt'),
  },
  { name: 'delete a missing file', patch: patch('*** Delete File: a.txt') },
  { name: 'delete a file of a missing directory', patch: patch('*** Delete File: d/a.txt') },
  {
    name: 'delete below a file',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt/b'),
  },
  { name: 'delete an empty directory', files: { 'd/': null }, patch: patch('*** Delete File: d') },
  { name: 'delete a directory', files: { 'd/a.txt': 'x\n' }, patch: patch('*** Delete File: d') },
  {
    name: 'delete a file with a slash behind',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt/'),
  },
  {
    name: 'delete a link',
    files: { 'a.txt': 'x\n', link: { link: 'a.txt' } },
    patch: patch('*** Delete File: link'),
  },
  {
    name: 'delete a broken link',
    files: { link: { link: 'missing' } },
    patch: patch('*** Delete File: link'),
  },
  {
    name: 'delete a link to a directory',
    files: { 'd/a.txt': 'x\n', link: { link: 'd' } },
    patch: patch('*** Delete File: link'),
  },
  {
    name: 'delete a link in a circle',
    files: { link: { link: 'link' } },
    patch: patch('*** Delete File: link'),
  },
  {
    name: 'delete a file that is not UTF-8',
    files: { 'a.bin': { base64: '//4A' } },
    patch: patch('*** Delete File: a.bin'),
  },
  {
    name: 'delete with lines below',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt', '-x'),
  },
  {
    name: 'delete with an empty line below',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt', ''),
  },
  { name: 'delete the directory itself', patch: patch('*** Delete File: .') },
  {
    name: 'delete the directory itself, named by an absolute path',
    patch: patch('*** Delete File: $CWD'),
  },
  {
    name: 'delete a file twice',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt', '*** Delete File: a.txt'),
  },
];
