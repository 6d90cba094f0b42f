import { afterAll } from '@jest/globals';
import { fileSystemContract } from '../../contracts/file-system-contract.js';
import { nodeBench, removeBenches } from './node-bench.js';

afterAll(removeBenches);

fileSystemContract('of this host', () => nodeBench());
