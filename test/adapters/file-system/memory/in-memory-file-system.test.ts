import { fileSystemContract } from '../../../contracts/file-system-contract.js';
import { memoryBench } from '../memory-bench.js';

fileSystemContract('in memory', memoryBench);
