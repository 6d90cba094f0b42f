import { CALLS, MARKERS } from './cases/calls.mjs';
import { CORNERS, EMPTY_LAST_LINES } from './cases/corners.mjs';
import { ADDED, DELETED } from './cases/files.mjs';
import { KEPT } from './cases/kept.mjs';
import { MOVED, SEVERAL } from './cases/moves.mjs';
import { FUZZY, LINE_ENDS } from './cases/nearly-equal.mjs';
import { ENDS, HEADERS, UPDATES } from './cases/updates.mjs';

/** All patches that are compared. */
export const CASES = [
  ...CALLS,
  ...MARKERS,
  ...ADDED,
  ...DELETED,
  ...MOVED,
  ...SEVERAL,
  ...UPDATES,
  ...HEADERS,
  ...ENDS,
  ...FUZZY,
  ...LINE_ENDS,
  ...CORNERS,
  ...KEPT,
  ...EMPTY_LAST_LINES,
];
