import type { FileBlock } from '../../application/use-cases/read-block.js';
import { EncodedJson } from './encoded-json.js';
import { asBuffer } from './process-notification.js';

/** What is in a file: an `FsReadFileResult`. */
export const presentFileContent = (bytes: Uint8Array): EncodedJson =>
  new EncodedJson('{"dataBase64":"', asBuffer(bytes), '"}');

/** A part of a file: an `FsReadBlockResult`. */
export const presentBlock = ({ bytes, isAtEnd }: FileBlock): EncodedJson =>
  new EncodedJson('{"chunk":"', asBuffer(bytes), `","eof":${isAtEnd}}`);
