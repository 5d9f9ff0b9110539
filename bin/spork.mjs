#!/usr/bin/env node
/** The program `spork`. In a clone it installs and builds first what is missing or out of date; a package comes built. */
import { existsSync } from 'node:fs';

const setup = new URL('../scripts/setup.mjs', import.meta.url);
if (existsSync(setup)) await import(setup.href);

const { run } = await import('../dist/cli/main.js');
process.exitCode = await run(process.argv.slice(2));
