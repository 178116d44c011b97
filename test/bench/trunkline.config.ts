/** Checked with the bench. */
export default { noCheck: false }
