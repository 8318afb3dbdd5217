/** The version of @portico/connector-stripe, as published. */
export const version = '1.0.0'
