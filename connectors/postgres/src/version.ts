/** The version of @portico/connector-postgres, as published. */
export const version = '1.0.0'
