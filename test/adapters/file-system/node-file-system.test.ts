import { afterAll } from '@jest/globals';
import { fileSystemContract } from '../../contracts/file-system-contract.js';
import { nodeFixture, removeFixtures } from './node-fixture.js';

afterAll(removeFixtures);

fileSystemContract('of this host', () => nodeFixture());
