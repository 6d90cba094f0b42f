import { PatchFailed } from './patch.js';

export const ADD = '*** Add File: ';
export const DELETE = '*** Delete File: ';
export const UPDATE = '*** Update File: ';
export const MOVE = '*** Move to: ';
export const END_OF_FILE = '*** End of File';
export const HEADER = '@@';

export const faultAt = (line: number, fault: string): PatchFailed =>
  new PatchFailed(`Invalid patch hunk on line ${line}: ${fault}`);
