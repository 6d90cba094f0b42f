import { describe, expect, test } from '@jest/globals';
import { ALL_CONVERSATIONS } from './conversations/all-conversations.js';
import { converse } from './converse.js';
import { linkedLine } from './line.js';
import { testServer } from './test-server.js';

describe('JSON-RPC over linked transports', () => {
  test.each(ALL_CONVERSATIONS)('$name', async (conversation) => {
    const line = linkedLine(testServer().jsonRpc);
    expect(await converse(line, conversation)).toEqual(conversation.answers);
  });
});
