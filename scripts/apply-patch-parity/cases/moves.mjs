import { lines, patch } from './patch.mjs';

const MOVE = patch('*** Update File: a.txt', '*** Move to: b.txt', '@@', '-x', '+y');

/** Files that are moved. @type {readonly import('./patch.mjs').PatchCase[]} */
export const MOVED = [
  { name: 'move', files: { 'a.txt': 'x\nz\n' }, patch: MOVE },
  {
    name: 'move to directories that are missing',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: d/e/b.txt', '@@', '-x', '+y'),
  },
  { name: 'move over a file', files: { 'a.txt': 'x\n', 'b.txt': 'old\n' }, patch: MOVE },
  { name: 'move over a directory', files: { 'a.txt': 'x\n', 'b.txt/': null }, patch: MOVE },
  {
    name: 'move over a link',
    files: { 'a.txt': 'x\n', 'c.txt': 'c\n', 'b.txt': { link: 'c.txt' } },
    patch: MOVE,
  },
  { name: 'move a link', files: { 'c.txt': 'x\n', 'a.txt': { link: 'c.txt' } }, patch: MOVE },
  {
    name: 'move below a file',
    files: { 'a.txt': 'x\n', c: 'c\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: c/b.txt', '@@', '-x', '+y'),
  },
  {
    name: 'move below itself',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: a.txt/b.txt', '@@', '-x', '+y'),
  },
  {
    name: 'move to itself',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: a.txt', '@@', '-x', '+y'),
  },
  {
    name: 'move to itself by another name',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: ./a.txt', '@@', '-x', '+y'),
  },
  {
    name: 'move without a change',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: b.txt'),
  },
  {
    name: 'move with context alone',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: b.txt', '@@', ' x'),
  },
  { name: 'move a file whose context does not match', files: { 'a.txt': 'other\n' }, patch: MOVE },
  { name: 'move a missing file', patch: MOVE },
  {
    name: 'move a program, keeping its mode',
    files: { 'a.txt': { text: 'x\n', mode: '755' } },
    patch: MOVE,
  },
  {
    name: 'move twice',
    files: { 'a.txt': 'x\n' },
    patch: patch(
      '*** Update File: a.txt',
      '*** Move to: b.txt',
      '*** Move to: c.txt',
      '@@',
      '-x',
      '+y',
    ),
  },
  {
    name: 'move behind the change',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '@@', '-x', '+y', '*** Move to: b.txt'),
  },
  {
    name: 'move behind an empty line',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '', '*** Move to: b.txt', '@@', '-x', '+y'),
  },
  {
    name: 'move with an indented header',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '  *** Move to: b.txt ', '@@', '-x', '+y'),
  },
  {
    name: 'move to no name',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Update File: a.txt', '*** Move to: ', '@@', '-x', '+y'),
  },
  {
    name: 'move an added file',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Add File: b.txt', '*** Move to: c.txt'),
  },
  {
    name: 'move a chain',
    files: { 'a.txt': 'x\n' },
    patch: lines(
      ...MOVE.trimEnd().split('\n').slice(0, -1),
      '*** Update File: b.txt',
      '*** Move to: c.txt',
      '@@',
      '-y',
      '+z',
      '*** End Patch',
    ),
  },
];

/** Several files in one patch, some of which fail. @type {readonly import('./patch.mjs').PatchCase[]} */
export const SEVERAL = [
  {
    name: 'one of each',
    files: { 'u.txt': 'x\n', 'm.txt': 'm\n', 'd.txt': 'd\n' },
    patch: patch(
      '*** Delete File: d.txt',
      '*** Update File: m.txt',
      '*** Move to: n.txt',
      '@@',
      '-m',
      '+n',
      '*** Update File: u.txt',
      '@@',
      '-x',
      '+y',
      '*** Add File: a.txt',
      '+a',
    ),
  },
  {
    name: 'the second file fails',
    files: { 'b.txt': 'b\n' },
    patch: patch(
      '*** Add File: a.txt',
      '+x',
      '*** Update File: b.txt',
      '@@',
      '-missing',
      '+y',
      '*** Add File: c.txt',
      '+z',
    ),
  },
  {
    name: 'the third file is missing',
    files: { 'b.txt': 'b\n' },
    patch: patch(
      '*** Delete File: b.txt',
      '*** Add File: a.txt',
      '+x',
      '*** Delete File: missing.txt',
      '*** Add File: c.txt',
      '+z',
    ),
  },
  {
    name: 'the second hunk has a fault in its form',
    files: { 'b.txt': 'b\n' },
    patch: patch('*** Add File: a.txt', '+x', '*** Update File: b.txt', '@@', '-b', '*y'),
  },
  {
    name: 'add, then update',
    patch: patch('*** Add File: a.txt', '+x', '*** Update File: a.txt', '@@', '-x', '+y'),
  },
  { name: 'add, then delete', patch: patch('*** Add File: a.txt', '+x', '*** Delete File: a.txt') },
  {
    name: 'delete, then add',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt', '*** Add File: a.txt', '+y'),
  },
  {
    name: 'update twice',
    files: { 'a.txt': 'x\nz\n' },
    patch: patch(
      '*** Update File: a.txt',
      '@@',
      '-x',
      '+y',
      '*** Update File: a.txt',
      '@@',
      '-y',
      '+w',
    ),
  },
  {
    name: 'delete, then update',
    files: { 'a.txt': 'x\n' },
    patch: patch('*** Delete File: a.txt', '*** Update File: a.txt', '@@', '-x', '+y'),
  },
];
