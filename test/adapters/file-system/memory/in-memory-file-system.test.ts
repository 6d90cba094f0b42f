import { fileSystemContract } from '../../../contracts/file-system-contract.js';
import { memoryFixture } from '../memory-fixture.js';

fileSystemContract('in memory', memoryFixture);
