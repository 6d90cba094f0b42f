import { InMemorySessionStore } from '../../../src/adapters/storage/in-memory-session-store.js';
import { sessionStoreContract } from '../../contracts/session-store-contract.js';

sessionStoreContract('in memory', () => new InMemorySessionStore());
