/** The codec functions that generated code may import; everything else in this folder is internal. */

export type { Reader, Writer } from 'protobufjs/minimal.js'
