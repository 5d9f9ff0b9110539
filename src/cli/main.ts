#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../lib/index.js';
import { ignoreClosedPipes, print } from '../telemetry/index.js';
import { EXIT_CODES, EXIT_CODES_HELP, reportError, type ExitCode } from './cli-error.js';
import { composeCommand } from './compose.js';
import { configCommand } from './config.js';
import { devCommand } from './dev.js';
import { planCommand } from './plan.js';
import { serveCommand } from './serve.js';

const version = (): string => {
  const text = readFileSync(join(packageRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

/** Commander would end the process and write by itself; every command hands both back to `run`. */
const takeOver = (command: Command): void => {
  command
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .addHelpText('after', EXIT_CODES_HELP);
  command.commands.forEach(takeOver);
};

const COMMANDS = [devCommand, serveCommand, composeCommand, planCommand, configCommand];

/** The program with every command. */
export const createProgram = (): Command => {
  const program = new Command('spork')
    .description('GraphQL federation gateway: composes subgraphs into one supergraph and serves it')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError(false);
  for (const create of COMMANDS) program.addCommand(create());
  takeOver(program);
  return program;
};

const isHelp = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help');

/** The deepest command named on the line, for its help. */
const commandFor = (program: Command, args: readonly string[]): Command =>
  args.reduce((command, arg) => command.commands.find((child) => child.name() === arg) ?? command, program);

/** Runs one command line (without `node` and the script). Resolves to the exit code; never rejects. */
export const run = async (args: readonly string[]): Promise<ExitCode> => {
  const program = createProgram();
  ignoreClosedPipes();
  try {
    await program.parseAsync([...args], { from: 'user' });
    return EXIT_CODES.ok;
  } catch (error) {
    if (!isHelp(error)) return reportError(error, args.includes('--json'));
    if (error.exitCode === 0) return EXIT_CODES.ok;
    // No command was named: commander wants to show the help as an error, which is what the reader needs.
    print(commandFor(program, args).helpInformation());
    return EXIT_CODES.usage;
  }
};

/** True when this file was started as a program, also through the link that a package manager makes. */
const isEntry = (): boolean => {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
};

if (isEntry()) process.exitCode = await run(process.argv.slice(2));
