import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../../..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const SOURCES = filesBelow('src').filter((path) => path.endsWith('.ts'));
const TESTS = filesBelow('test').filter((path) => path.endsWith('.ts'));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const offending = (files: readonly string[], pattern: RegExp): string[] =>
  files.filter((path) => pattern.test(read(path)));

describe('layout', () => {
  test('tests write into a temporary folder of the run, which goes with it', () => {
    expect(basename(tmpdir())).toMatch(/^spork-tests-/);
  });

  test('names are kebab-case', () => {
    const wrong = [...SOURCES, ...TESTS].filter(
      (path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path)),
    );
    expect(wrong).toEqual([]);
  });

  // cli is a program that starts at main.ts; nothing imports it.
  test('every folder with source but cli has an index.ts', () => {
    const folders = new Set(
      SOURCES.map((path) => dirname(path)).filter(
        (folder) => folder.split('/').length === 2 && folder !== 'src/cli',
      ),
    );
    expect([...folders].filter((folder) => !SOURCES.includes(join(folder, 'index.ts')))).toEqual([]);
  });

  test('files stay below 400 lines', () => {
    expect([...SOURCES, ...TESTS].filter((path) => read(path).split('\n').length > 401)).toEqual([]);
  });

  test('every folder of src is on the map', () => {
    const map = read('src/README.md');
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map((entry) => entry.name).filter((name) => !map.includes(`\`${name}/\``))).toEqual([]);
  });

  test('no source leaves work behind or turns a check off', () => {
    expect(offending(SOURCES, /\b(TODO|FIXME|XXX|HACK)\b|@ts-ignore|@ts-nocheck|eslint-disable/)).toEqual([]);
  });

  test('no test is skipped or alone', () => {
    const self = relative(ROOT, __filename);
    const files = TESTS.filter((path) => path !== self);
    expect(
      offending(
        files,
        /\b(it|test|describe)\.(skip|only|todo|failing)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(/,
      ),
    ).toEqual([]);
  });
});

describe('error catalogue', () => {
  test('codes are upper case and listed once', () => {
    const codes = [...read('src/errors/catalogue.ts').matchAll(/^ {2}(\w+): entry\(/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !/^[A-Z]+(_[A-Z]+)*$/.test(code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('every code thrown is in the catalogue', () => {
    const catalogue = read('src/errors/catalogue.ts');
    const thrown = SOURCES.flatMap((path) =>
      [...read(path).matchAll(/new (?:Client|Internal)Error\(\s*'([A-Z_]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(thrown.filter((code) => !catalogue.includes(`  ${code}: entry(`))).toEqual([]);
  });
});
