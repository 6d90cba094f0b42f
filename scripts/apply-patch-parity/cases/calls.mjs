import { patch } from './patch.mjs';

const ADD = patch('*** Add File: a.txt', '+x');

/** How the patch comes to the program. @type {readonly import('./patch.mjs').PatchCase[]} */
export const CALLS = [
  { name: 'patch on standard input', patch: ADD },
  { name: 'patch as the argument', args: [ADD] },
  { name: 'patch as the argument, and another on standard input', args: [ADD], patch: 'x' },
  { name: 'two arguments', args: [ADD, 'more'] },
  { name: 'two arguments, the first of which is no patch', args: ['x', 'y'] },
  { name: 'an empty argument', args: [''] },
  { name: 'an empty argument and a second one', args: ['', ''] },
  { name: 'an option that it does not have', args: ['--help'] },
  { name: 'an option, then the patch', args: ['--preserve-crlf', ADD] },
  { name: 'nothing on standard input', patch: '' },
  { name: 'white space on standard input', patch: ' \n\t\n' },
  { name: 'standard input that is not UTF-8', patchBase64: '//4K' },
  {
    name: 'a patch with a byte that is not UTF-8',
    patchBase64: Buffer.from(ADD.replace('+x', '+\xff'), 'latin1').toString('base64'),
  },
  { name: 'a byte order mark before the patch', patch: `\ufeff${ADD}` },
  { name: 'white space around the patch', patch: `\n\n  ${ADD}\n\n` },
  { name: 'no line end behind the last marker', patch: ADD.trimEnd() },
  { name: 'a heredoc with quotes', args: [`<<'EOF'\n${ADD}EOF\n`] },
  { name: 'a heredoc with double quotes', args: [`<<"EOF"\n${ADD}EOF`] },
  { name: 'a heredoc without quotes, on standard input', patch: `<<EOF\n${ADD}EOF\n` },
  { name: 'a heredoc with another word', args: [`<<'PATCH'\n${ADD}PATCH\n`] },
  { name: 'a heredoc with a space', args: [`<< 'EOF'\n${ADD}EOF\n`] },
  { name: 'a heredoc that ends with more than its word', args: [`<<EOF\n${ADD}MY EOF\n`] },
  { name: 'a heredoc without an end', args: [`<<EOF\n${ADD}`] },
  { name: 'a heredoc with quotes of two kinds', args: [`<<'EOF"\n${ADD}EOF\n`] },
  { name: 'a heredoc without a patch in it', args: ['<<EOF\nx\ny\nEOF\n'] },
  { name: 'a heredoc that is empty', args: ['<<EOF\n\nEOF\n'] },
  { name: 'a heredoc of two lines', args: ['<<EOF\nEOF'] },
  { name: 'a heredoc with a patch without an end', args: ['<<EOF\n*** Begin Patch\n+x\nEOF\n'] },
  { name: 'a whole command', args: [`apply_patch <<'EOF'\n${ADD}EOF\n`] },
];

/** What stands around the hunks. @type {readonly import('./patch.mjs').PatchCase[]} */
export const MARKERS = [
  { name: 'no begin marker', patch: '*** Add File: a.txt\n+x\n*** End Patch\n' },
  { name: 'no end marker', patch: '*** Begin Patch\n*** Add File: a.txt\n+x\n' },
  { name: 'neither marker', patch: 'hello\n' },
  { name: 'the begin marker alone', patch: '*** Begin Patch\n' },
  { name: 'the end marker alone', patch: '*** End Patch\n' },
  { name: 'no hunk', patch: patch() },
  { name: 'an empty line for hunks', patch: patch('') },
  { name: 'markers in lower case', patch: ADD.toLowerCase() },
  {
    name: 'markers with white space around them',
    patch: '  *** Begin Patch \t\n*** Add File: a.txt\n+x\n \t*** End Patch  \n',
  },
  { name: 'text before the begin marker', patch: `Here it is:\n${ADD}` },
  { name: 'text behind the end marker', patch: `${ADD}That is it.\n` },
  { name: 'two patches', patch: ADD + patch('*** Add File: b.txt', '+y') },
  {
    name: 'an end marker in the middle',
    patch: patch('*** Add File: a.txt', '+x', '*** End Patch', '*** Add File: b.txt', '+y'),
  },
  {
    name: 'an end marker in the middle, then text',
    patch: patch('*** Add File: a.txt', '+x', '*** End Patch', 'more'),
  },
  {
    name: 'a begin marker in the middle',
    patch: patch('*** Add File: a.txt', '+x', '*** Begin Patch'),
  },
  { name: 'an unknown hunk', patch: patch('*** Rename File: a.txt') },
  {
    name: 'an unknown hunk behind another',
    patch: patch('*** Add File: a.txt', '+x', '*** Frobnicate File: b.txt'),
  },
  { name: 'text before the first hunk', patch: patch('hello', '*** Add File: a.txt', '+x') },
  { name: 'an empty line before the first hunk', patch: patch('', '*** Add File: a.txt', '+x') },
  {
    name: 'empty lines between hunks',
    patch: patch('*** Add File: a.txt', '+x', '', '*** Add File: b.txt', '+y', ''),
  },
  { name: 'an indented hunk header', patch: patch('  *** Add File: a.txt  ', '+x') },
  { name: 'hunk headers in lower case', patch: patch('*** add file: a.txt', '+x') },
  { name: 'a hunk header without a colon', patch: patch('*** Add File a.txt', '+x') },
  { name: 'a hunk header without a space', patch: patch('*** Add File:a.txt', '+x') },
  { name: 'a hunk header with two spaces', patch: patch('*** Add File:  a.txt', '+x') },
  { name: 'a hunk header without a name', patch: patch('*** Add File: ', '+x') },
  {
    name: 'a hunk header that is a no-break space longer',
    patch: patch('*** Add File: a.txt\u00a0', '+x'),
  },
  { name: 'a patch with CRLF', patch: ADD.replaceAll('\n', '\r\n') },
  { name: 'a patch with CR alone', patch: ADD.replaceAll('\n', '\r') },
  {
    name: 'a line separator in the patch',
    patch: patch('*** Add File: a.txt', '+x\u2028+y\u0085z'),
  },
  {
    name: 'an environment id',
    patch: patch('*** Environment ID: remote', '*** Add File: a.txt', '+x'),
  },
  {
    name: 'an environment id without a value',
    patch: patch('*** Environment ID: ', '*** Add File: a.txt', '+x'),
  },
  {
    name: 'two environment ids',
    patch: patch('*** Environment ID: a', '*** Environment ID: b', '*** Add File: a.txt', '+x'),
  },
  {
    name: 'an environment id behind a hunk',
    patch: patch('*** Add File: a.txt', '+x', '*** Environment ID: a'),
  },
  { name: 'an environment id alone', patch: patch('*** Environment ID: a') },
  {
    name: 'an unknown header with an environment id before it',
    patch: patch('*** Environment ID: a', 'x'),
  },
];
