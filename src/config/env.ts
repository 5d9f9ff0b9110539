/** Environment variables by name; the only way the rest of the code sees them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process; read at the moment of the call. */
export const processEnvironment = (): Environment => process.env;

/** Name of the variable that picks a profile of gateway.yaml. */
export const PROFILE_VARIABLE = 'SPORK_PROFILE';
