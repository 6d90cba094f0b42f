import { fileSystemContract } from '../../../contracts/file-system-contract.js';
import { memoryBench } from '../memory-fixture.js';

fileSystemContract('in memory', memoryBench);
