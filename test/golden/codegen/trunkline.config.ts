/** The golden files are checked in full, for all the files that users do not have checked. */
export default { noCheck: false }
