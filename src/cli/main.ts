#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { packageRoot } from '../lib/index.js';
import { ignoreClosedPipes, print } from '../telemetry/index.js';
import { EXIT_CODES, EXIT_CODES_HELP, reportError, type ExitCode } from './cli-error.js';

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

/** Each loads what it needs and no more: `serve` may only watch over workers. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  dev: async () => (await import('./dev.js')).devCommand(),
  serve: async () => (await import('./serve.js')).serveCommand(),
  compose: async () => (await import('./compose.js')).composeCommand(),
  plan: async () => (await import('./plan.js')).planCommand(),
  config: async () => (await import('./config.js')).configCommand(),
};

/** The program with the command that is named, or with every one when none is: for help and suggestions. */
const createProgram = async (name = ''): Promise<Command> => {
  const named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const program = new Command('spork')
    .description('GraphQL federation gateway: composes subgraphs into one supergraph and serves it')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError(false);
  for (const load of named === undefined ? Object.values(COMMANDS) : [named])
    program.addCommand(await load());
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
  const program = await createProgram(args[0]);
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
