import { afterAll } from '@jest/globals';
import { fileSystemContract } from '../../contracts/file-system-contract.js';
import { nodeBench, removeBenches } from './node-fixture.js';

afterAll(removeBenches);

fileSystemContract('of this host', () => nodeBench());
