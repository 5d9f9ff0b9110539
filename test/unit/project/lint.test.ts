import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

interface Message {
  readonly line: number;
  readonly ruleId: string;
  readonly message: string;
}

/** What ESLint says of a text, as if it stood in this file. */
const lint = (file: string, lines: readonly string[]): Message[] => {
  const eslint = join(ROOT, 'node_modules/eslint/bin/eslint.js');
  const { stdout } = spawnSync(
    process.execPath,
    [eslint, '--stdin', '--stdin-filename', file, '--format', 'json'],
    {
      cwd: ROOT,
      input: lines.join('\n'),
      encoding: 'utf8',
      // Otherwise the parser takes what is on the disk.
      env: { ...process.env, TSESTREE_SINGLE_RUN: 'false' },
    },
  );
  const [result] = JSON.parse(stdout) as [{ readonly messages: Message[] }];
  return result.messages.filter(({ ruleId }) => ruleId === 'no-restricted-syntax');
};

const WAYS = [
  'export const a = process.env.HOME;',
  "export const b = process['env'];",
  'export const c = process?.env;',
  "import { env } from 'node:process';",
  "import other from 'process';",
  "export * as all from 'node:process';",
  "export const d = import('node:process');",
  'export const { env: e } = process;',
  'export const f = [process];',
  'export const g = { process };',
  'export const h = { it: process };',
  'export const i = globalThis.process.env;',
  "export const j = globalThis['process'];",
  'export const k = (process as { env: object }).env;',
  "export const l = (name: 'env') => process[name];",
  "export const m = process['exit'];",
  "export const n = process['stdout'];",
];

const FINE = [
  'export const o = process.pid;',
  "process.on('exit', () => {});",
  'export const p = { process: 1 };',
];

test('src reads the environment in one file, whatever way another one tries', () => {
  const found = new Set(lint('src/context/types.ts', [...WAYS, ...FINE]).map(({ line }) => line));
  expect([...WAYS, ...FINE].filter((_way, index) => !found.has(index + 1))).toEqual(FINE);
});
