import { mostly, only, type Text } from './parameter-text.js';
import { SCRATCH, sandboxText as sandbox } from './sandbox-text.js';

const IN_SCRATCH = [
  'a',
  'b',
  'd',
  'd/e',
  'd/%FF',
  'link',
  'fifo',
  'nowhere/x',
  `${'n'.repeat(300)}`,
].map((name) => `"${SCRATCH}/${name}"`);
const NO_PATHS = [
  '"/tmp"',
  '"http://x/"',
  '"file://host/x"',
  '"file:///%00"',
  '"file:///x?y"',
  '1',
  'null',
];

/** Paths for what changes nothing. */
export const PATHS: readonly string[] = [
  `"${SCRATCH}"`,
  ...IN_SCRATCH,
  '"file:///"',
  '"file:///dev/zero"',
  '"file:///proc/self/mem"',
  ...NO_PATHS,
];

const path = mostly(...PATHS);
/** Not the scratch directory itself: it must stay. An arbitrary text could be the path of anything. */
const changed = only(...IN_SCRATCH, ...NO_PATHS);
const flag = mostly('true', 'false');
const handleId = mostly('"h"', '"i"', '""');
const offset = mostly('0', '5', '9223372036854775807', '18446744073709551615');
const common = { sandbox, followSymlinks: flag };

/** The parameters of the methods for files, by method and name. */
export const FILE_PARAMS: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  'fs/readFile': { path: only(...PATHS), ...common },
  'fs/writeFile': { path: changed, dataBase64: mostly('"aGVsbG8="', '""', '"!"'), ...common },
  'fs/createDirectory': { path: changed, recursive: flag, ...common },
  'fs/getMetadata': { path, ...common },
  'fs/canonicalize': { path, sandbox },
  'fs/readDirectory': { path: only(...PATHS), sandbox },
  'fs/walk': {
    path: only(...PATHS),
    sandbox,
    options: only(
      '{"maxDepth":2,"maxDirectories":5,"maxEntries":50,"followDirectorySymlinks":true}',
      '{"maxDepth":65,"maxDirectories":5,"maxEntries":50,"followDirectorySymlinks":false}',
      '{"maxDepth":0,"maxDirectories":0,"maxEntries":0,"followDirectorySymlinks":false}',
      '{}',
      'null',
    ),
  },
  'fs/remove': { path: changed, recursive: flag, force: flag, ...common },
  'fs/copy': {
    sourcePath: only(...IN_SCRATCH, ...NO_PATHS),
    destinationPath: changed,
    recursive: flag,
    sandbox,
  },
  'fs/open': { handleId, path: changed, mode: mostly('"read"', '"replace"', '"append"'), sandbox },
  'fs/readBlock': { handleId, offset, len: mostly('1', '1000', '1048576', '0', '1048577') },
  'fs/writeBlock': { handleId, offset, chunk: mostly('"aGVsbG8="', '""', '"!"') },
  'fs/close': { handleId },
  'fs/watchMissing': {
    watchId: mostly('1', '2', '3', '18446744073709551615'),
    missing: mostly(`["${SCRATCH}/nowhere/x"]`, `["${SCRATCH}/a"]`, '[]', '["x"]'),
    present: mostly('null', `"${SCRATCH}"`),
  },
};
