import { describe } from '@jest/globals';
import { fileChangesContract } from './files/file-changes-contract.js';
import { fileContentsContract } from './files/file-contents-contract.js';
import type { MakeFileFixture } from './files/file-fixture.js';
import { fileTreeContract } from './files/file-tree-contract.js';

/** The rules that every `FileSystem` keeps to; `make` returns one with an empty directory. */
export const fileSystemContract = (name: string, make: MakeFileFixture): void => {
  describe(`FileSystem contract: ${name}`, () => {
    fileContentsContract(make);
    fileTreeContract(make);
    fileChangesContract(make);
  });
};
