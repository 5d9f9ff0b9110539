export {
  createLogger,
  print,
  printError,
  ignoreClosedPipes,
  type LogFields,
  type Logger,
  type LoggerOptions,
  type LogLevel,
} from './logger.js';
