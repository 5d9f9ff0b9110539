import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig, type LoadedConfig, type LoadOptions } from '../../../src/config/index.js';

/** A gateway.yaml in a folder of its own. */
export const writeConfig = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'spork-config-')), 'gateway.yaml');
  writeFileSync(file, text);
  return file;
};

export const load = (text: string, options: Partial<LoadOptions> = {}): LoadedConfig =>
  loadConfig({ file: writeConfig(text), mode: 'production', env: {}, ...options });

/** The message of the ConfigError that loading this text ends with. */
export const refusal = (text: string, options: Partial<LoadOptions> = {}): string => {
  try {
    load(text, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`expected to be refused:\n${text}`);
};
