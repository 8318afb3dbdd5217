/** The version of @portico/cli, as published. */
export const version = '1.0.0'
