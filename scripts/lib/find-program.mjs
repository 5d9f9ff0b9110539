import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of the first of these programs that PATH has; undefined when it has none. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':');
  return names
    .flatMap((name) => folders.filter((folder) => folder !== '').map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** The Chrome or Chromium that the browser tests drive: CHROMIUM_PATH, else the first one of PATH. */
export function findChromium() {
  return process.env.CHROMIUM_PATH || findProgram(CHROMIUM);
}
