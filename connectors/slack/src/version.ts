/** The version of @portico/connector-slack, as published. */
export const version = '1.0.0'
