import type { FsReadFileResult } from '../../protocol/files.js';
import { asBuffer } from './process-notification.js';

/** What is in a file. */
export const presentFileContent = (bytes: Uint8Array): FsReadFileResult => ({
  dataBase64: asBuffer(bytes).toString('base64'),
});
