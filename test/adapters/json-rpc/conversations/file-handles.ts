import { type Conversation, refusal } from '../converse.js';

const request = (method: string, params: string): string =>
  `{"id":1,"method":"fs/${method}","params":${params}}`;

const open = (handleId: string, mode = 'read', path = 'file'): string =>
  request('open', `{"handleId":"${handleId}","path":"file:///${path}","mode":"${mode}"}`);
const read = (handleId: string, offset: string, len: string): string =>
  request('readBlock', `{"handleId":"${handleId}","offset":${offset},"len":${len}}`);
const write = (handleId: string, offset: string, chunk: string): string =>
  request('writeBlock', `{"handleId":"${handleId}","offset":${offset},"chunk":"${chunk}"}`);
const close = (handleId: string): string => request('close', `{"handleId":"${handleId}"}`);
const watch = (watchId: string, missing = '["file:///nope"]'): string =>
  request('watchMissing', `{"watchId":${watchId},"missing":${missing}}`);

const result = (text: string): string => `{"id":1,"result":${text}}`;
const OPENED = result('{"handleId":"h"}');
const DONE = result('{}');
const OVER_I64 = 'file write range exceeds the signed 64-bit file offset limit';
const MIB = Buffer.alloc(1024 * 1024).toString('base64');

/** Files that are read and written by blocks, and watches (docs/protocol.md sections 8.5 and 8.6). */
export const FILE_HANDLE_CONVERSATIONS: readonly Conversation[] = [
  {
    name: 'writes a file by blocks and reads it by blocks',
    frames: [
      open('h', 'replace'),
      write('h', '0', 'QUJD'),
      write('h', '5', 'QQ=='),
      close('h'),
      open('h'),
      read('h', '0', '6'),
      read('h', '1', '100'),
      read('h', '6', '1'),
      close('h'),
      close('h'),
    ],
    answers: [
      OPENED,
      DONE,
      DONE,
      DONE,
      OPENED,
      result('{"chunk":"QUJDAABB","eof":false}'),
      result('{"chunk":"QkMAAEE=","eof":true}'),
      result('{"chunk":"","eof":true}'),
      DONE,
      DONE,
    ],
  },
  {
    name: 'writes and reads a block of the largest size',
    frames: [open('h', 'replace'), write('h', '0', MIB), open('r'), read('r', '0', '1048576')],
    answers: [OPENED, DONE, result('{"handleId":"r"}'), result(`{"chunk":"${MIB}","eof":false}`)],
  },
  {
    name: 'answers a block read under a non-ASCII handle id',
    frames: [
      open('h', 'replace'),
      open('r'),
      '{"id":"é😀","method":"fs/readBlock","params":{"handleId":"r","offset":0,"len":1}}',
    ],
    answers: [OPENED, result('{"handleId":"r"}'), '{"id":"é😀","result":{"chunk":"","eof":true}}'],
  },
  {
    name: 'refuses blocks of an invalid length with -32600',
    frames: [read('h', '0', '0'), read('h', '0', '1048577'), write('h', '0', '')],
    answers: [
      refusal(-32_600, 'file read block length must be between 1 and 1048576'),
      refusal(-32_600, 'file read block length must be between 1 and 1048576'),
      refusal(-32_600, 'file write block length must be between 1 and 1048576'),
    ],
  },
  {
    name: 'answers an unknown handle with -32004',
    frames: [read('h', '18446744073709551615', '1'), write('h', '0', 'QUJD')],
    answers: [
      refusal(-32_004, 'unknown file handle `h`'),
      refusal(-32_004, 'unknown file handle `h`'),
    ],
  },
  {
    name: 'distinguishes offsets that differ in the last digit',
    frames: [
      open('h', 'replace'),
      write('h', '9223372036854775804', 'QUJD'),
      write('h', '9223372036854775805', 'QUJD'),
      open('r'),
      read('r', '9223372036854775806', '1'),
      read('r', '9223372036854775807', '1'),
      read('r', '0', '1'),
    ],
    answers: [
      OPENED,
      refusal(-32_603, 'File too large (os error 27)'),
      refusal(-32_600, OVER_I64),
      result('{"handleId":"r"}'),
      result('{"chunk":"","eof":true}'),
      refusal(-32_600, 'Invalid argument (os error 22)'),
      refusal(-32_004, 'unknown file handle `r`'),
    ],
  },
  ...['18446744073709551616', '-1', '1.5', '"1"', '1e20'].map((offset) => ({
    name: `refuses the offset ${offset}`,
    frames: [read('h', offset, '1')],
    answers: [
      refusal(
        -32_602,
        `invalid type: ${offset === '"1"' ? 'string' : 'number'}, expected an unsigned 64-bit integer in field \`offset\``,
      ),
    ],
  })),
  {
    name: 'refuses base64 other than the standard one for a block',
    frames: [write('h', '0', 'QR==')],
    answers: [refusal(-32_602, 'field `chunk` must be standard padded base64')],
  },
  {
    name: 'refuses a non-file, a handle in use and one beyond the limit with -32600',
    frames: [
      open('h', 'replace'),
      open('h'),
      open('d', 'read', ''),
      ...Array.from({ length: 127 }, (_, index) => open(`${index}`)),
      open('more', 'replace'),
    ],
    answers: [
      OPENED,
      refusal(-32_600, 'file handle `h` already exists'),
      refusal(-32_600, 'path `/` is not a file'),
      ...Array.from({ length: 127 }, (_, index) => result(`{"handleId":"${index}"}`)),
      refusal(-32_600, 'at most 128 file handles may be open per connection'),
    ],
  },
  {
    name: 'answers fs/watchMissing with whether it watches',
    frames: [
      watch('18446744073709551614'),
      watch('18446744073709551614'),
      watch('18446744073709551615', '[]'),
    ],
    answers: [
      result('{"watching":true}'),
      result('{"watching":false}'),
      result('{"watching":false}'),
    ],
  },
  {
    name: 'refuses 2^64 as watch id',
    frames: [watch('18446744073709551616')],
    answers: [
      refusal(
        -32_602,
        'invalid type: number, expected an unsigned 64-bit integer in field `watchId`',
      ),
    ],
  },
  {
    name: 'opens and watches nothing before initialize',
    fresh: true,
    frames: [open('h'), read('h', '0', '0'), write('h', '0', ''), close('h'), watch('1', '[]')],
    answers: Array<string>(5).fill(
      refusal(-32_600, 'client must call initialize before using filesystem methods'),
    ),
  },
];
