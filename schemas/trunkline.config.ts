/** Trunkline's own services are schemas like any other; what is generated from them is part of the runtime. */
export default {
  out: '../runtime/services',
  runtime: '../runtime/gen.js',
  // A part of the runtime is checked as the rest of it is.
  noCheck: false,
}
