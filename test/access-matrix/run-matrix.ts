import { allCases, type DoorCase, requestOf } from './access-case.js';
import type { DoorAnswer } from './access-rules.js';
import { knock } from './send-upgrade.js';

/** Knocks that are under way at once. */
const PARALLEL = 16;

/** Knocks in every way at the door on that port; resolves with the answers, in the order of the cases. */
export const knockAll = async (port: number): Promise<[DoorCase, DoorAnswer][]> => {
  const answers: [DoorCase, DoorAnswer][] = [];
  const cases = [...allCases().entries()];
  const knockOn = async (): Promise<void> => {
    for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
      const [index, doorCase] = next;
      answers[index] = [doorCase, await knock(port, requestOf(doorCase))];
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, knockOn));
  return answers;
};
