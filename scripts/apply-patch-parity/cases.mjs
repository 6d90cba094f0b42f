import { CALLS, MARKERS } from './cases/calls.mjs';
import { CORNERS, EMPTY_LAST_LINES, KEPT } from './cases/corners.mjs';
import { ADDED, DELETED, MOVED, SEVERAL } from './cases/files.mjs';
import { ENDS, FUZZY, HEADERS, LINE_ENDS, UPDATES } from './cases/updates.mjs';

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
