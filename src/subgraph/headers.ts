/** Request header rules of `subgraphs.*.headers.request`, applied in order. Nothing is forwarded unless a rule says so. */
export type HeaderRule =
  | {
      readonly propagate: {
        readonly named?: string;
        readonly matching?: string;
        readonly rename?: string;
        readonly default?: string;
      };
    }
  | { readonly insert: { readonly name: string; readonly value: string } }
  | { readonly remove: { readonly named?: string; readonly matching?: string } };

export type ClientHeaders = Readonly<Record<string, string | string[] | undefined>>;
/** Headers for one call, lower-case names. */
export type HeaderWriter = (client: ClientHeaders) => Readonly<Record<string, string>>;

/** Headers that belong to one connection or one body (RFC 9110 §7.6.1), or that the gateway itself decides. */
const NEVER: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'content-encoding',
  'content-type',
  'accept',
  'accept-encoding',
  'expect',
]);

const NONE: Readonly<Record<string, string>> = Object.freeze({});

/** Compiles header rules once; the writer runs per call. */
export const compileHeaderRules = (rules: readonly HeaderRule[]): HeaderWriter => {
  if (rules.length === 0) return () => NONE;
  const steps = rules.map(compileRule);
  return (client) => {
    const out: Record<string, string> = {};
    for (const step of steps) step(client, out);
    return out;
  };
};

/** True for client headers (lower-case names) that the rules may send on. */
export const forwardedHeaders = (rules: readonly HeaderRule[]): ((name: string) => boolean) => {
  const matchers = rules.flatMap((rule) => ('propagate' in rule ? [matcher(rule.propagate)] : []));
  return (name) => matchers.some((matches) => matches(name));
};

type Step = (client: ClientHeaders, out: Record<string, string>) => void;

const compileRule = (rule: HeaderRule): Step => {
  if ('insert' in rule) {
    const name = rule.insert.name.toLowerCase();
    return (_client, out) => write(out, name, rule.insert.value);
  }
  if ('remove' in rule) {
    const matches = matcher(rule.remove);
    return (_client, out) => {
      for (const name of Object.keys(out)) if (matches(name)) delete out[name];
    };
  }
  return rule.propagate.named === undefined
    ? propagateMatching(rule.propagate)
    : propagateNamed(rule.propagate);
};

const propagateNamed = (rule: { named?: string; rename?: string; default?: string }): Step => {
  const from = (rule.named ?? '').toLowerCase();
  const to = (rule.rename ?? from).toLowerCase();
  return (client, out) => {
    const value = Object.hasOwn(client, from) ? client[from] : undefined;
    const text = value === undefined ? rule.default : join(value);
    // The first rule that writes a header wins.
    if (text !== undefined && !Object.hasOwn(out, to)) write(out, to, text);
  };
};

const propagateMatching = (rule: { matching?: string }): Step => {
  const matches = matcher(rule);
  return (client, out) => {
    for (const [name, value] of Object.entries(client)) {
      if (value !== undefined && matches(name) && !Object.hasOwn(out, name)) write(out, name, join(value));
    }
  };
};

const matcher = (rule: { named?: string; matching?: string }): ((name: string) => boolean) => {
  const named = rule.named?.toLowerCase();
  if (named !== undefined) return (name) => name === named;
  const pattern = new RegExp(rule.matching ?? '(?!)', 'i');
  return (name) => pattern.test(name);
};

const join = (value: string | string[]): string => (typeof value === 'string' ? value : value.join(', '));

const write = (out: Record<string, string>, name: string, value: string): void => {
  if (!NEVER.has(name) && name !== '__proto__') out[name] = value;
};
