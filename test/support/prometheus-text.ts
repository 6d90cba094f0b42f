/** One sample of the text format of Prometheus: its name with its labels, sorted, and its value. */
export type Samples = Readonly<Record<string, number>>;

const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? ([-+]?(?:[0-9.]+(?:e[-+]?\d+)?|Inf|Nan|NaN))$/;
const LABELS = /^(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*",?)*$/;
const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/;

/**
 * Parses the text format 0.0.4: every sample belongs to a metric that was declared, and is given once.
 *
 * @throws {Error} for a line that is not valid.
 */
export const parsePrometheusText = (text: string): Samples => {
  const declared = new Set<string>();
  const samples: Record<string, number> = {};
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, subject = ''] = COMMENT.exec(line) ?? [];
    if (kind === 'TYPE') {
      declared.add(subject);
    } else if (kind === undefined) {
      const [key, value] = sampleOf(line, declared);
      if (key in samples) {
        throw new Error(`given twice: ${line}`);
      }
      samples[key] = value;
    }
  }
  return samples;
};

const sampleOf = (line: string, declared: ReadonlySet<string>): [string, number] => {
  const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
  const metric = name.replace(/_(bucket|sum|count)$/, '');
  if (name === '' || !LABELS.test(labels) || !(declared.has(name) || declared.has(metric))) {
    throw new Error(`not valid: ${line}`);
  }
  const sorted = (labels.match(/[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"/g) ?? []).sort().join(',');
  return [sorted === '' ? name : `${name}{${sorted}}`, Number(value?.replace('Inf', 'Infinity'))];
};

/** The sum of all samples of a metric that have these labels. */
export const sumOf = (samples: Samples, name: string, ...labels: readonly string[]): number =>
  Object.entries(samples)
    .filter(([key]) => key === name || key.startsWith(`${name}{`))
    .filter(([key]) => labels.every((label) => key.includes(label)))
    .reduce((sum, [, value]) => sum + value, 0);

/** Sums the metrics of exec-server, which are named without its prefix. */
export const sumsOf =
  (samples: Samples) =>
  (name: string, ...labels: readonly string[]): number =>
    sumOf(samples, `exec_server_${name}`, ...labels);
