/** The version of @portico/testing, as published. */
export const version = '1.0.0'
