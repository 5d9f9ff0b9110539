import { Command } from 'commander';
import { stringify } from 'yaml';
import {
  configJsonSchema,
  hideSecrets,
  loadConfig,
  onlyBuilt,
  processEnvironment,
  type LoadedConfig,
  type Mode,
} from '../config/index.js';
import { print, printError } from '../telemetry/index.js';

interface ConfigFlags {
  readonly config?: string;
  readonly mode: Mode;
  readonly json?: boolean;
}

const load = (flags: ConfigFlags): LoadedConfig =>
  loadConfig({ file: flags.config, mode: flags.mode, env: processEnvironment() });

const validate = (flags: ConfigFlags): void => {
  const { file, warnings } = load(flags);
  if (flags.json) return print(JSON.stringify({ ok: true, file: file ?? null, warnings }, null, 2));
  for (const warning of warnings) printError(`Warning: ${warning}`);
  print(file === undefined ? 'There is no gateway.yaml here; the defaults are valid.' : `${file} is valid.`);
};

const printConfig = (flags: ConfigFlags): void => {
  const { config, warnings } = load(flags);
  const shown = onlyBuilt(hideSecrets(config));
  if (flags.json) return print(JSON.stringify(shown, null, 2));
  for (const warning of warnings) printError(`Warning: ${warning}`);
  print(
    `# In force in ${flags.mode}; times in milliseconds, sizes in bytes, percentages as fractions, secrets hidden.`,
  );
  print(stringify(shown));
};

const reading = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--config <file>', 'configuration file (default: gateway.yaml when it exists)')
    .addOption(modeOption())
    .option('--json', 'print JSON for programs');

const modeOption = () =>
  new Command()
    .createOption(
      '--mode <mode>',
      'whose defaults and checks apply: production is spork serve, development is spork dev',
    )
    .choices(['development', 'production'])
    .default('production');

/** `spork config validate|print|schema`. */
export const configCommand = (): Command =>
  new Command('config')
    .description('check and show the configuration')
    .addCommand(reading('validate', 'check gateway.yaml and tell every problem').action(validate))
    .addCommand(reading('print', 'print the configuration in force, defaults included').action(printConfig))
    .addCommand(
      new Command('schema')
        .description('print the JSON Schema of gateway.yaml for editors')
        .option('--config <file>', 'accepted for symmetry; the schema does not depend on the file')
        .option('--json', 'accepted for symmetry; the schema is JSON')
        .action(() => print(JSON.stringify(configJsonSchema(), null, 2))),
    );
