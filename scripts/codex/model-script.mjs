import { shellCall } from './shell-call.mjs';

/**
 * One answer of the scripted model: run a shell command by the shell tool that the request offers,
 * call a tool by name, or say something, which ends the turn.
 *
 * @typedef {{ shell: string } | { tool: string, arguments: object } | { say: string }} Step
 */

/**
 * Turns a list of steps into answers, one a request; a tool call's output must come in the next.
 */
export class ModelScript {
  /** Call id (`call-1` for the first step, and so on) to the text of the output received for it. */
  toolOutputs = new Map();
  /** Texts of what did not fit the script; whoever serves the script adds to it. */
  faults = [];
  #steps;
  #given = 0;
  /** The call whose output the next request has to carry. */
  #awaitedCall;

  /** @param {readonly Step[]} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  /** Whether every step has been given. */
  isFinished() {
    return this.#given === this.#steps.length;
  }

  /**
   * Records the tool outputs in the body of a request and gives the output item to answer it with.
   *
   * @throws when the awaited tool output is not there, or no step is left
   */
  next({ input, tools }) {
    this.#record(input);
    if (this.#awaitedCall && !this.toolOutputs.has(this.#awaitedCall)) {
      throw new Error(`the request lacks the output of ${this.#awaitedCall}`);
    }
    const step = this.#steps[this.#given];
    if (!step) throw new Error('the script is over');
    const number = this.#given + 1;
    const item = toItem(step, number, tools);
    this.#given = number;
    this.#awaitedCall = item.call_id;
    return { id: `response-${number}`, item };
  }

  #record(input) {
    for (const { type, call_id, output } of input) {
      if (type === 'function_call_output') this.toolOutputs.set(call_id, toText(output));
    }
  }
}

function toItem(step, number, tools) {
  if ('say' in step) {
    const content = [{ type: 'output_text', text: step.say }];
    return { type: 'message', id: `message-${number}`, role: 'assistant', content };
  }
  const call = 'shell' in step ? shellCall(tools, step.shell) : step;
  return {
    type: 'function_call',
    id: `item-${number}`,
    call_id: `call-${number}`,
    name: call.tool,
    arguments: JSON.stringify(call.arguments),
  };
}

/** A tool's output is a string, or a list of parts of which some are text. */
function toText(output) {
  return typeof output === 'string' ? output : output.map(({ text }) => text ?? '').join('');
}
