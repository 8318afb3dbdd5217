/** The version of @portico/sync, as published. */
export const version = '1.0.0'
