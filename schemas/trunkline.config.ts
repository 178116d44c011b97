/** Trunkline's own services are schemas like any other; what is generated from them is part of the runtime. */
export default {
  out: '../runtime/services',
  runtime: '../runtime/gen.js',
}
