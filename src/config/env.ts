/** Environment variables by name; the only way the rest of the code sees them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process; read at the moment of the call. */
export const processEnvironment = (): Environment => process.env;

/** Name of the variable that tells a worker of `server.workers` its number, from 1 on. */
export const WORKER_VARIABLE = 'SPORK_WORKER';

/** The number of this process when it is such a worker. */
export const workerNumber = (): number | undefined => {
  const text = process.env[WORKER_VARIABLE] ?? '';
  return /^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined;
};

/** Name of the variable that picks a profile of gateway.yaml. */
export const PROFILE_VARIABLE = 'SPORK_PROFILE';
