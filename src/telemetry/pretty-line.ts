type Fields = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<number, readonly [name: string, color: number]>> = {
  10: ['trace', 90],
  20: ['debug', 90],
  30: ['info', 32],
  40: ['warn', 33],
  50: ['error', 31],
  60: ['fatal', 35],
};
/** Shown elsewhere in the line, or the same in every line. */
const HIDDEN: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'err']);

const paint = (text: string, color: number, colors: boolean): string =>
  colors ? `\u001B[${color}m${text}\u001B[0m` : text;

/** Control characters out of a request must not move the cursor or forge a line. */
const clean = (text: string): string =>
  Array.from(text, (char) => {
    const point = char.codePointAt(0) ?? 0;
    return point < 32 || (point > 126 && point < 160) ? JSON.stringify(char).slice(1, -1) : char;
  }).join('');

const shown = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'undefined';
  return /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value);
};

const clock = (time: unknown): string => {
  const date = new Date(typeof time === 'number' ? time : Number.NaN);
  const two = (value: number): string => String(value).padStart(2, '0');
  return Number.isNaN(date.getTime())
    ? '--:--:--'
    : `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
};

const errorText = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, message } = error as { stack?: unknown; message?: unknown };
  const text = typeof stack === 'string' ? stack : typeof message === 'string' ? message : '';
  const indented = text.split('\n').map((line) => `    ${clean(line.trim())}\n`);
  return text === '' ? '' : indented.join('');
};

const parseLine = (line: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
};

/** `12:30:05 info  listening url=http://127.0.0.1:4000` out of one JSON log line; text that is not JSON stays as it is. */
export const prettyLine = (line: string, colors: boolean): string => {
  const fields = parseLine(line);
  if (fields === undefined) return line;
  const [name, color] = LEVELS[Number(fields['level'])] ?? ['log', 37];
  const rest = Object.entries(fields)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => ` ${paint(`${clean(key)}=${clean(shown(value))}`, 90, colors)}`);
  const head = `${paint(clock(fields['time']), 90, colors)} ${paint(name.padEnd(5), color, colors)}`;
  const message = typeof fields['msg'] === 'string' ? ` ${clean(fields['msg'])}` : '';
  return `${head}${message}${rest.join('')}\n${errorText(fields['err'])}`;
};
