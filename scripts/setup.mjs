/**
 * Makes a clone ready: installs, builds, and points git at the hooks. `spork` and `npm test` run it first, so it uses
 * nothing but Node itself. With --test it also makes sure of the programs that tests need. Quiet when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findProgram } from './lib/find-program.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(ROOT, ...parts);
const say = (line) => process.stderr.write(`setup: ${line}\n`);

function fail(message) {
  say(message);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  if (!fits) fail(`Musical Spork needs Node 20.19 or newer, and this is Node ${process.versions.node}.`);
}

/** Runs a program in the project, its output on stderr: stdout is the command's own. Ends the set-up when it fails. */
function run(what, command, args) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 'inherit'],
    // npm is a .cmd file on Windows, which only a shell starts.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (result.error) fail(`${what} could not start: ${result.error.message}`);
  if (result.status !== 0)
    fail(`${what} failed (exit code ${result.status ?? result.signal}); see the lines above.`);
}

const mtime = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** The stamp holds the hash of the lock file that was installed: a checkout changes dates, not always contents. */
function install() {
  const lock = at('package-lock.json');
  const stamp = at('node_modules', '.spork-setup');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  // npm writes this file last, so packages that somebody installed by hand from this lock file are kept.
  if (mtime(at('node_modules', '.package-lock.json')) < mtime(lock)) {
    say('installing packages …');
    // Development packages are needed to build, whatever NODE_ENV says.
    // `npm ci` refuses lock files that list only the packages of one platform; this keeps the locked versions, too.
    run('npm install', 'npm', [
      'install',
      '--no-save',
      '--include=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ]);
  }
  writeFileSync(stamp, wanted);
}

/** The newest change below a folder; folders count too, so that a removed file is seen. */
function newest(folder) {
  let latest = mtime(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : mtime(path));
  }
  return latest;
}

function build() {
  const stamp = at('dist', '.built');
  const inputs = [
    newest(at('src')),
    mtime(at('tsconfig.json')),
    mtime(at('tsconfig.build.json')),
    mtime(at('package-lock.json')),
    mtime(at('scripts', 'build-assets.mjs')),
  ];
  const newestInput = Math.max(...inputs);
  // Built again also when the output is gone although the stamp is there.
  const built = existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : 0;
  if (built >= newestInput && existsSync(at('dist', 'index.js'))) return;
  say('building …');
  run('The build', process.execPath, [
    at('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  if (existsSync(at('scripts', 'build-assets.mjs'))) {
    run('Building the assets', process.execPath, [at('scripts', 'build-assets.mjs')]);
  }
  // The date of what was read, so that a file saved during the build counts as newer.
  writeFileSync(stamp, String(newestInput));
}

/** Points git at .githooks in a developer's clone; a path that somebody chose is kept. */
function useHooks() {
  if (process.env.CI || !existsSync(at('.git'))) return;
  const git = (...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const current = git('config', '--get', 'core.hooksPath');
  if (current.error || current.stdout.trim() !== '') return;
  if (git('config', 'core.hooksPath', '.githooks').status === 0) say('git uses the hooks in .githooks');
}

/** Browser tests drive a real Chromium; without one they could only be skipped, and no test is. */
function ensureChromium() {
  if (!existsSync(at('test', 'browser')) || findChromium()) return;
  const canInstall =
    process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram(['apt-get']) !== undefined;
  const advice =
    'install it with `apt-get install chromium` (or set CHROMIUM_PATH to a Chrome or Chromium program)';
  if (!canInstall) fail(`The browser tests need Chromium: ${advice}.`);
  say('installing chromium (apt-get) …');
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // The package lists of a fresh image are empty or old: update once, then install.
  if (!(
    apt('install', '--no-install-recommends', 'chromium') ||
    (apt('update') && apt('install', '--no-install-recommends', 'chromium'))
  )) {
    fail(`Chromium could not be installed: ${advice}.`);
  }
}

checkNode();
install();
build();
useHooks();
if (process.argv.includes('--test')) ensureChromium();
