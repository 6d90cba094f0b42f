import { afterAll } from '@jest/globals';
import { fileSystemContract } from '../../contracts/file-system-contract.js';
import { cachedFixture, nodeFixture, removeFixtures } from './node-fixture.js';

afterAll(removeFixtures);

fileSystemContract('of this host', () => nodeFixture());
fileSystemContract('of this host, as far as the kernel has it in memory', cachedFixture);
