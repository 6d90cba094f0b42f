import { describe, expect, test } from '@jest/globals';
import { ALL_CONVERSATIONS } from '../json-rpc/conversations/all-conversations.js';
import { converse } from '../json-rpc/converse.js';
import { websocketLine } from '../json-rpc/line.js';
import { testEndpoint } from './test-endpoint.js';

describe('JSON-RPC over a WebSocket', () => {
  test.each(ALL_CONVERSATIONS)('$name', async (conversation) => {
    await using endpoint = await testEndpoint();
    const line = await websocketLine(endpoint.url);
    expect(await converse(line, conversation)).toEqual(conversation.answers);
  });
});
