import { patch } from './patch.mjs';

/** An update of `a.txt` that holds `text`. */
export const updateOf = (name, text, ...hunk) => ({
  name,
  files: { 'a.txt': text },
  patch: patch('*** Update File: a.txt', ...hunk),
});

/** An update of `a.txt` that holds the lines `a`, `b` and `c`. */
export const update = (name, ...hunk) => updateOf(name, 'a\nb\nc\n', ...hunk);
