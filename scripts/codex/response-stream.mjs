/**
 * Answers a request of the Responses API with output items, as the event stream that a client
 * asking for `stream: true` expects.
 *
 * @param {import('node:http').ServerResponse} response
 * @param {string} id of the response
 * @param {readonly object[]} items each a `message` or a `function_call`
 */
export function streamResponse(response, id, items) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const usage = {
    input_tokens: 1,
    input_tokens_details: null,
    output_tokens: 1,
    output_tokens_details: null,
    total_tokens: 2,
  };
  response.write(event('response.created', { response: { id } }));
  for (const [output_index, item] of items.entries()) {
    response.write(event('response.output_item.done', { output_index, item }));
  }
  response.end(event('response.completed', { response: { id, usage } }));
}

function event(type, fields) {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
