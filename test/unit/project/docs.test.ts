import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../../..');

function markdownBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const PAGES = [
  ...readdirSync(ROOT)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, name)),
  ...['docs', 'src', 'subgraphs'].flatMap((folder) => markdownBelow(join(ROOT, folder))),
].map((path) => relative(ROOT, path));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The id that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function brokenLinks(page: string): string[] {
  const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path = '', fragment] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    if (fragment === undefined || !target.endsWith('.md')) return false;
    const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map((match) => anchor(match[1] ?? ''));
    return !headings.includes(fragment);
  });
}

describe('pages', () => {
  test('there are pages to check', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'src/README.md', 'docs/architecture.md']));
  });

  test.each(PAGES)('%s links only to what exists', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('every page of docs is reached from the README', () => {
    const seen = new Set(['README.md']);
    for (const page of seen) {
      for (const match of withoutCode(read(page)).matchAll(/\]\(([^)#\s]+\.md)[^)]*\)/g)) {
        const target = join(dirname(page), match[1] ?? '');
        if (!/^https?:/.test(match[1] ?? '') && existsSync(join(ROOT, target))) seen.add(target);
      }
    }
    const generated = ['docs/configuration.md', 'docs/errors.md', 'docs/conformance.md'];
    const reachable = PAGES.filter((page) => page.startsWith('docs/') && !generated.includes(page));
    expect(reachable.filter((page) => !seen.has(page))).toEqual([]);
  });

  test('error codes on hand-written pages are in the catalogue', () => {
    const catalogue = read('src/errors/catalogue.ts');
    const codes = ['README.md', 'docs/lifecycle.md', 'docs/limits.md'].flatMap((page) =>
      [...read(page).matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map((match) => match[1] ?? ''),
    );
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !new RegExp(`^  ${code}: `, 'm').test(catalogue))).toEqual([]);
  });
});

describe('commands on pages', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

  test.each(['README.md', 'CONTRIBUTING.md', 'docs/guides/own-subgraphs.md'])(
    '%s: commands exist',
    (page) => {
      const text = read(page);
      const names = [
        ...[...text.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
        ...[...text.matchAll(/\bnpm (start|test)\b/g)].map((match) => match[1] ?? ''),
      ];
      const commands = [...text.matchAll(/npx spork ([a-z]+)/g)].map((match) => match[1] ?? '');
      expect(names.length + commands.length).toBeGreaterThan(0);
      expect(commands.filter((name) => !existsSync(join(ROOT, `src/cli/${name}.ts`)))).toEqual([]);
      expect(names.filter((name) => scripts[name] === undefined)).toEqual([]);
    },
  );

  test('scripts run files that exist', () => {
    const files = Object.values(scripts).flatMap((line) => line.match(/\bscripts\/[\w-]+\.mjs/g) ?? []);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
