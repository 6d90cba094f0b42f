import { shellCall } from './shell-call.mjs';

/**
 * One answer of the scripted model: run a shell command by the shell tool that the request offers
 * (`with` adds to its arguments), call a tool by name, do several of these in parallel, or say
 * something, which ends the turn. A function is asked for the step when it is due, so that it can
 * look at the outputs before, and do something to the connection or the workspace first.
 *
 * @typedef {{ shell: string, with?: object } | { tool: string, namespace?: string, arguments: object }} Call
 * @typedef {Call | { together: Call[] } | { say: string }} Step
 * @typedef {Step | (() => Step | Promise<Step>)} StepSource
 */

/**
 * Turns a list of steps into answers, one a request; the outputs of a step's calls must all come
 * in the next.
 */
export class ModelScript {
  /** What came back for each call, in the order in which the calls were given: its raw output. */
  outputs = [];
  /** Every request's body, as it came. */
  requests = [];
  /** The bodies of requests for a review, which are no part of the script. */
  reviews = [];
  /** Texts of what did not fit the script; whoever serves the script adds to it. */
  faults = [];
  #steps;
  #given = 0;
  #calls = 0;
  /** The calls whose outputs the next request has to carry. */
  #awaited = [];

  /** @param {readonly StepSource[]} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  /** Whether every step has been given. */
  isFinished() {
    return this.#given === this.#steps.length;
  }

  /**
   * Records the tool outputs in the body of a request and gives the output items to answer it with.
   *
   * @throws when an awaited tool output is not there, or no step is left
   */
  async next(body) {
    this.requests.push(body);
    this.#record(body.input);
    const missing = this.#awaited.filter((call) => this.outputs[call] === undefined);
    if (missing.length > 0) {
      throw new Error(`the request lacks the output of calls ${missing}`);
    }
    const source = this.#steps[this.#given];
    if (!source) {
      throw new Error('the script is over');
    }
    this.#given += 1;
    const step = typeof source === 'function' ? await source() : source;
    return { id: `response-${this.#given}`, items: this.#toItems(step, body.tools) };
  }

  #record(input) {
    for (const { type, call_id, output } of input) {
      if (type === 'function_call_output') {
        this.outputs[Number(call_id.slice(5))] = output;
      }
    }
  }

  #toItems(step, tools) {
    this.#awaited = [];
    if ('say' in step) {
      return [message(step.say, this.#given)];
    }
    return (step.together ?? [step]).map((call) => {
      const number = this.#calls++;
      this.#awaited.push(number);
      return functionCall('shell' in call ? shellCall(tools, call) : call, number);
    });
  }
}

/** An output item: what the assistant says. */
export function message(text, number) {
  const content = [{ type: 'output_text', text }];
  return { type: 'message', id: `message-${number}`, role: 'assistant', content };
}

function functionCall(call, number) {
  return {
    type: 'function_call',
    id: `item-${number}`,
    call_id: `call-${number}`,
    name: call.tool,
    ...(call.namespace && { namespace: call.namespace }),
    arguments: JSON.stringify(call.arguments),
  };
}
