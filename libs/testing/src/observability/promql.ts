/** One time series at one instant. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All series of one scrape by metric name. */
export type Scrape = ReadonlyMap<string, readonly Sample[]>;

type Value = number | readonly Sample[];
interface World {
  readonly now: Scrape;
  readonly before: Scrape;
  readonly seconds: number;
}

/** Reads the Prometheus text format 0.0.4. @param more labels that a scraper adds, such as `job`. */
export function parseScrape(text: string, more: Readonly<Record<string, string>> = {}): Scrape {
  const found = new Map<string, Sample[]>();
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const own = [...labels.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]);
    found.set(name, [...(found.get(name) ?? []), { labels: { ...Object.fromEntries(own), ...more }, value: Number(value) }]);
  }
  return found;
}

/** One scrape of many targets. */
export function merged(scrapes: readonly Scrape[]): Scrape {
  const all = new Map<string, Sample[]>();
  for (const scrape of scrapes) for (const [name, samples] of scrape) all.set(name, [...(all.get(name) ?? []), ...samples]);
  return all;
}

/** The names of metrics in an expression. */
export function metricsOf(expression: string): readonly string[] {
  return tokensOf(expression).filter((token, index, all) => /^[a-z_:][\w:]*$/i.test(token) && !KEYWORDS.has(token) && !isLabel(all, index));
}

/**
 * Evaluates the part of PromQL that our alert rules use: selectors, `rate` and `increase`, `sum`, `max` and `min` (without `by`), arithmetic,
 * comparisons as filters. `rate` sees two scrapes, `seconds` apart; like Prometheus it knows nothing of a series that is new.
 * @returns the series for which the expression holds.
 */
export function evaluate(expression: string, now: Scrape, before: Scrape = now, seconds = 60): readonly Sample[] {
  const parser = new Parser(tokensOf(expression), { now, before, seconds });
  const value = parser.comparison();
  parser.end();
  return typeof value === 'number' ? [{ labels: {}, value }] : value;
}

const KEYWORDS = new Set(['rate', 'increase', 'sum', 'max', 'min']);

function tokensOf(text: string): string[] {
  const tokens = text.match(/[a-zA-Z_:][\w:]*|\d+(?:\.\d+)?(?:[smhd])?|"(?:[^"\\]|\\.)*"|=~|!~|!=|>=|<=|==|[-+*/(){}[\],=<>]/g) ?? [];
  if (tokens.join('').replaceAll(/\s/g, '') !== text.replaceAll(/\s/g, '')) throw new Error(`not understood: ${text}`);
  return tokens;
}

function isLabel(tokens: readonly string[], index: number): boolean {
  const open = tokens.lastIndexOf('{', index);
  return open > tokens.lastIndexOf('}', index);
}

class Parser {
  private at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly world: World,
  ) {}

  end(): void {
    if (this.at < this.tokens.length) throw new Error(`not understood from ${this.tokens.slice(this.at).join(' ')}`);
  }

  comparison(): Value {
    const left = this.sum();
    const operator = this.tokens[this.at];
    const test = operator === undefined ? undefined : COMPARISONS[operator];
    if (test === undefined) return left;
    this.at += 1;
    const right = this.sum();
    if (typeof right !== 'number' || typeof left === 'number') throw new Error('compare a vector with a number');
    return left.filter(({ value }) => test(value, right));
  }

  private sum(): Value {
    return this.chain(() => this.product(), { '+': (a, b) => a + b, '-': (a, b) => a - b });
  }

  private product(): Value {
    return this.chain(() => this.unary(), { '*': (a, b) => a * b, '/': (a, b) => a / b });
  }

  private chain(next: () => Value, operators: Readonly<Record<string, (a: number, b: number) => number>>): Value {
    let left = next();
    for (;;) {
      const apply = operators[this.tokens[this.at] ?? ''];
      if (apply === undefined) return left;
      this.at += 1;
      left = combine(left, next(), apply);
    }
  }

  private unary(): Value {
    const token = this.take();
    if (token === '(') {
      const value = this.comparison();
      this.take(')');
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    if (token === 'rate' || token === 'increase') return this.change(token);
    if (KEYWORDS.has(token)) return this.aggregate(token);
    return this.select(token, this.world.now);
  }

  private change(kind: 'rate' | 'increase'): Value {
    this.take('(');
    const start = this.at;
    const name = this.take();
    const now = this.select(name, this.world.now);
    const end = this.at;
    this.at = start + 1;
    const before = this.select(name, this.world.before);
    this.at = end;
    this.take('[');
    this.take();
    this.take(']');
    this.take(')');
    const per = kind === 'rate' ? this.world.seconds : 1;
    return now.flatMap(({ labels, value }) => {
      const old = before.find((one) => key(one.labels) === key(labels));
      return old === undefined ? [] : [{ labels, value: Math.max(value - old.value, 0) / per }];
    });
  }

  private aggregate(kind: string): Value {
    this.take('(');
    const inner = this.comparison();
    this.take(')');
    if (typeof inner === 'number') throw new Error(`${kind} of a number`);
    const values = inner.map(({ value }) => value);
    if (values.length === 0) return [];
    const value = kind === 'sum' ? values.reduce((a, b) => a + b, 0) : kind === 'max' ? Math.max(...values) : Math.min(...values);
    return [{ labels: {}, value }];
  }

  private select(name: string, from: Scrape): readonly Sample[] {
    const matchers: ((labels: Sample['labels']) => boolean)[] = [];
    if (this.tokens[this.at] === '{') {
      this.at += 1;
      while (this.tokens[this.at] !== '}') {
        const label = this.take();
        const operator = this.take();
        const wanted = this.take().slice(1, -1);
        const pattern = new RegExp(`^(?:${wanted})$`);
        const holds = (value: string): boolean => (operator.endsWith('~') ? pattern.test(value) : value === wanted);
        matchers.push((labels) => holds(labels[label] ?? '') !== operator.startsWith('!'));
        if (this.tokens[this.at] === ',') this.at += 1;
      }
      this.at += 1;
    }
    return (from.get(name) ?? []).filter(({ labels }) => matchers.every((matches) => matches(labels)));
  }

  private take(expected?: string): string {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${expected ?? 'more'} expected, not ${token ?? 'the end'}`);
    return token;
  }
}

const COMPARISONS: Readonly<Record<string, ((a: number, b: number) => boolean) | undefined>> = {
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** Vectors match by equal labels, as PromQL does without `on`. */
function combine(left: Value, right: Value, apply: (a: number, b: number) => number): Value {
  if (typeof left === 'number' && typeof right === 'number') return apply(left, right);
  if (typeof left === 'number')
    return typeof right === 'number' ? 0 : right.map(({ labels, value }) => ({ labels, value: apply(left, value) }));
  if (typeof right === 'number') return left.map(({ labels, value }) => ({ labels, value: apply(value, right) }));
  return left.flatMap(({ labels, value }) => {
    const other = right.find((one) => key(one.labels) === key(labels));
    return other === undefined ? [] : [{ labels, value: apply(value, other.value) }];
  });
}

function key(labels: Sample['labels']): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
