/** The package's version; a test compares it with package.json, which the runtime does not read. */
export const version = '0.1.0'

/** What this side says of itself in its greeting. */
export const agent = `trunkline/${version} node/${process.versions.node}`
