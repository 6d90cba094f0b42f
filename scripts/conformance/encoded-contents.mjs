import { gzipSync } from 'node:zlib';

const GZIP = gzipSync('hello', { level: 9 });
const ZSTD = Buffer.from('KLUv/SAFKQAAaGVsbG8=', 'base64');
const GARBAGE = Buffer.from('garbage');

/** What `/encoded/NAME` answers: its `content-encoding`, and its bytes. */
export const ENCODED_CONTENTS = {
  gzip: ['gzip', GZIP],
  'gzip, then other bytes': ['gzip', Buffer.concat([GZIP, GARBAGE])],
  'gzip, several members': ['gzip', Buffer.concat([GZIP, GZIP])],
  'gzip, ends early': ['gzip', GZIP.subarray(0, -4)],
  'gzip, only a header': ['gzip', GZIP.subarray(0, 10)],
  'gzip, not valid': ['gzip', GARBAGE],
  'gzip, no bytes': ['gzip', Buffer.alloc(0)],
  'gzip by two headers': [['gzip', 'gzip'], gzipSync(GZIP)],
  'gzip behind identity': [['identity', 'gzip'], GZIP],
  'GZIP in capitals': ['GZIP', GZIP],
  'gzip twice': ['gzip, gzip', gzipSync(GZIP)],
  'x-gzip': ['x-gzip', GZIP],
  identity: ['identity', GARBAGE],
  br: ['br', GARBAGE],
  zstd: ['zstd', ZSTD],
  'zstd, several frames': ['zstd', Buffer.concat([ZSTD, ZSTD])],
  'zstd, then other bytes': ['zstd', Buffer.concat([ZSTD, GARBAGE])],
  'zstd, ends early': ['zstd', ZSTD.subarray(0, -2)],
};
