import { type AccessCase, allCases, requestOf } from './access-case.js';
import type { AccessAnswer } from './access-rules.js';
import { sendUpgrade } from './send-upgrade.js';

/** Concurrent requests. */
const PARALLEL = 16;

/** Sends the request of every case to that port; resolves with the answers, in the order of the cases. */
export const runMatrix = async (port: number): Promise<[AccessCase, AccessAnswer][]> => {
  const answers: [AccessCase, AccessAnswer][] = [];
  const cases = [...allCases().entries()];
  const worker = async (): Promise<void> => {
    for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
      const [index, accessCase] = next;
      answers[index] = [accessCase, await sendUpgrade(port, requestOf(accessCase))];
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return answers;
};
