/** The need that `needing` wrote behind the title of a test or of a block around it. */
const NEED = /\[needs ([^\]]+)\]/;

/** Says in one line at the end which tests were left out, and why. */
export const summaryOf = (results) => {
  const skipped = results.testResults
    .flatMap((file) => file.testResults)
    .filter(({ status }) => status === 'pending');
  if (skipped.length === 0) {
    return 'Skipped: nothing';
  }
  const counts = new Map();
  for (const { fullName } of skipped) {
    const need = NEED.exec(fullName)?.[1] ?? 'no reason given';
    counts.set(need, (counts.get(need) ?? 0) + 1);
  }
  const reasons = [...counts].map(([need, count]) => `${count} (${need})`);
  return `Skipped: ${skipped.length} tests, for want of: ${reasons.join(', ')}`;
};

export default class SkippedTests {
  onRunComplete(_, results) {
    // With `-t` all others are skipped on purpose.
    if (process.argv.every((argument) => !/^(-t|--testNamePattern)/.test(argument))) {
      process.stderr.write(`${summaryOf(results)}\n`);
    }
  }
}
