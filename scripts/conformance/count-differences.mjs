/** Prints how many differences there are of each known topic, and the sum; returns how many are unknown. */
export function countDifferences(program, differences, topics, isWhole) {
  for (const topic of topics) {
    const count = differences.filter((one) => one.topic === topic).length;
    if (count > 0) {
      console.log(`${String(count).padStart(5)} known: ${topic}`);
    } else if (isWhole) {
      console.log(`    0 known: ${topic} (seen no more: strike it off the list?)`);
    }
  }
  const unknown = differences.filter(({ topic }) => !topic).length;
  console.log(`${program}: ${differences.length} differences, ${unknown} of them unknown`);
  return unknown;
}
