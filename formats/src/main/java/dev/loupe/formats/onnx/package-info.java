/// ONNX files: read, turned into networks, and written.
@org.jspecify.annotations.NullMarked
package dev.loupe.formats.onnx;
