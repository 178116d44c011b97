/** Takes the types out of a module for webpack, in place of the loaders that projects use. */
module.exports = function stripTypes(code) {
  return require('esbuild').transformSync(code, { loader: 'ts' }).code
}
