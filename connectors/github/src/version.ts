/** The version of @portico/connector-github, as published. */
export const version = '1.0.0'
